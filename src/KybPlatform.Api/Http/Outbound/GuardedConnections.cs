using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>
/// Connections to hosts that somebody else named: a tenant's webhook, an applicant's website. The name is resolved once, every address that it has is checked,
/// and the connection goes to one of those very addresses, so that a name which changes its meaning between look and leap gains nothing. Redirects are not
/// followed: who follows one asks again, through here, and the new host is checked as the first was.
/// </summary>
/// <param name="allows">Which addresses may be connected to.</param>
internal sealed class GuardedConnections(IHostAddresses hosts, Func<IPAddress, bool> allows)
{
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(3);
    private const int MostAddresses = 4;

    /// <param name="allowsPrivate">Only on a developer's machine, or for a host that the operator configured.</param>
    public GuardedConnections(IHostAddresses hosts, bool allowsPrivate) : this(hosts, a => allowsPrivate || PublicAddresses.Contain(a))
    {
    }

    /// <summary>A handler that connects in no other way: no proxy, no cookies, no redirects, no credentials. Build one per purpose and keep it; it pools.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        ConnectCallback = ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        // A name that was moved is looked up anew.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = 20,
        MaxResponseHeadersLength = 32,
    };

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await hosts.FindAsync(host, ct);
        // One public address beside a private one is how rebinding begins: the whole name is refused.
        if (addresses.Any(a => !allows(a))) throw new PrivateTargetException(host);
        SocketException? last = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            try
            {
                return await OpenAsync(address, port, ct);
            }
            catch (SocketException unreachable)
            {
                last = unreachable;
            }
        }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<Stream> OpenAsync(IPAddress address, int port, CancellationToken ct)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(PerAddress);
        try
        {
            await socket.ConnectAsync(address, port, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
