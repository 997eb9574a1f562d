using AwesomeAssertions;
using KybPlatform.Api.Policies.Adoption;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class PackOrderTests
{
    [Fact]
    public void Packs_are_listed_in_the_order_of_their_numbers() =>
        PinPack.Ordered(["2026.11.10", "2026.11.9", "2026.2.1", "2026.11.9", "next"]).Should().Equal("next", "2026.2.1", "2026.11.9", "2026.11.10");
}
