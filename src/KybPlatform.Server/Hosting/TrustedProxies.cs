using System.Net;
using KybPlatform.Server.Development;

namespace KybPlatform.Server.Hosting;

/// <summary>Reads <c>KYB_TRUSTED_PROXIES</c>: addresses, and networks in CIDR notation, separated by commas.</summary>
internal static class TrustedProxies
{
    /// <exception cref="SetupException">A part of it is no address and no network.</exception>
    public static IReadOnlyList<IPNetwork> Read(string? given) =>
        [.. (given ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static IPNetwork One(string text)
    {
        if (text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out var network)) return network;
        if (!IPAddress.TryParse(text, out var address)) throw new SetupException($"KYB_TRUSTED_PROXIES: '{text}' is no address and no network in CIDR notation.");
        return new IPNetwork(address, address.GetAddressBytes().Length * 8);
    }
}
