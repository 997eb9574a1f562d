using System.Net;
using System.Net.Sockets;

namespace KybPlatform.Api.Tenancy;

/// <summary>Addresses and networks in CIDR notation (RFC 4632), written in full: <c>192.0.2.7</c>, <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>.</summary>
internal static class AllowedNetworks
{
    /// <summary>False for anything else, also for a network with bits set behind its prefix: it would not mean what it says.</summary>
    public static bool TryRead(string? text, out IPNetwork network)
    {
        network = default;
        if (text is null) return false;
        var address = text.Split('/')[0];
        if (!IPAddress.TryParse(address, out var parsed) || parsed.IsIPv4MappedToIPv6 || address.Contains('%', StringComparison.Ordinal)) return false;
        // The framework also reads "1" and "0x7f.1" as addresses.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != address) return false;
        if (address == text) network = new IPNetwork(parsed, parsed.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        else if (!IPNetwork.TryParse(text, out network) || !network.BaseAddress.Equals(parsed)) return false;
        return true;
    }

    /// <summary>Whether the network lies whole in one of the others.</summary>
    public static bool Hold(IEnumerable<string> networks, string inner) =>
        TryRead(inner, out var small) && networks.Any(n => TryRead(n, out var large) && large.PrefixLength <= small.PrefixLength && large.Contains(small.BaseAddress));

    /// <summary>Whether the address lies in one of the networks; IPv4 in IPv6 counts as IPv4.</summary>
    public static bool Contain(IEnumerable<string> networks, IPAddress? address)
    {
        if (address is null) return false;
        var from = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(n => TryRead(n, out var network) && network.Contains(from));
    }
}
