using System.Net;
using System.Net.Sockets;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>Finds the addresses behind a host's name.</summary>
internal interface IHostAddresses
{
    /// <summary>Throws <see cref="SocketException"/> where the name leads nowhere.</summary>
    Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken ct);
}

/// <summary>What the system's resolver says.</summary>
internal sealed class SystemHostAddresses : IHostAddresses
{
    public async Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken ct) => await Dns.GetHostAddressesAsync(host, ct);
}
