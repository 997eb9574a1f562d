using System.Net;
using AwesomeAssertions;
using KybPlatform.Api.Tenancy;
using Xunit;

namespace KybPlatform.UnitTests.Tenancy;

public sealed class AllowedNetworksTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.9", true)]      // IPv4 that came through an IPv6 socket
    public void A_network_contains_what_its_prefix_says(string network, string address, bool contained) =>
        AllowedNetworks.Contain([network], IPAddress.Parse(address)).Should().Be(contained);

    [Fact]
    public void An_address_that_is_not_known_lies_in_no_network() => AllowedNetworks.Contain(["0.0.0.0/0", "::/0"], null).Should().BeFalse();

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1")]
    [InlineData("10.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("2001:db8::1/32")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("localhost")]
    public void What_is_not_written_in_full_is_not_taken(string? text) => AllowedNetworks.TryRead(text, out _).Should().BeFalse();
}
