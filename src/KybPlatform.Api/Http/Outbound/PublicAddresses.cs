using System.Net;
using System.Net.Sockets;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>
/// Which addresses belong to the public Internet, by the IANA registries of special-purpose addresses. Everything that a registry sets apart is refused:
/// loopback, private and link-local networks, multicast, documentation, tunnels whose inner address is somebody else's choice, and the clouds' metadata services.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32", // answers every virtual machine of one cloud as its host
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // Where a network has no IPv4, its resolver writes the IPv4 address into the last four bytes (RFC 6052).
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool Contain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return Contain(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (address.ScopeId != 0) return false;
            if (Translated.Contains(address)) return Contain(new IPAddress(address.GetAddressBytes().AsSpan(12)));
            if (!GlobalUnicast.Contains(address)) return false;
        }
        return Array.TrueForAll(NotPublic, n => !n.Contains(address));
    }
}
