using System.Text;
using AwesomeAssertions;
using KybPlatform.Api.Screening;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

public sealed class ScoredInputsTests
{
    private static readonly ScreenedParty Party = new(EntitySchema.Person, ["Ada Example"], null, ["FR"], []);
    private static readonly ScreenedParty Placed = Party with { Addresses = [new GivenAddress(null, "Lyon", null, "FR")] };
    private static readonly Found Entry = new("list:1", "list", "EXAMPLE, Ada", "EXAMPLE, Ada", 1, [], "content", "sha256:00", false);
    private static readonly Found PlacedEntry = Entry with { ContentWithAddresses = "content and addresses" };

    [Fact]
    public void What_was_judged_before_addresses_were_scored_stays_judged() =>
        Of(Placed, PlacedEntry).Are(Encoding.UTF8.GetBytes("content\nAda Example\n\nFR\n")).Should().BeTrue();

    [Fact]
    public void An_address_that_is_compared_with_none_is_not_scored()
    {
        Of(Placed, Entry).Are(Of(Party, Entry).Hash).Should().BeTrue();
        Of(Party, PlacedEntry).Are(Of(Party, Entry).Hash).Should().BeTrue();
    }

    [Fact]
    public void Another_address_on_either_side_is_something_else()
    {
        var before = Of(Placed, PlacedEntry).Hash;

        Of(Placed with { Addresses = [new GivenAddress(null, "Nice", null, "FR")] }, PlacedEntry).Are(before).Should().BeFalse();
        Of(Placed, PlacedEntry with { ContentWithAddresses = "content and other addresses" }).Are(before).Should().BeFalse();
        Of(Placed, Entry).Are(before).Should().BeFalse();
        Of(Placed, PlacedEntry).Are(Of(Party, PlacedEntry).Hash).Should().BeFalse("an address that comes is new evidence");
    }

    [Fact]
    public void Another_owner_is_something_else_also_for_what_was_judged_before()
    {
        var owned = Party with { Owners = [new ScreenedParty(EntitySchema.Company, ["Example Holding"], null, ["FR"], [])] };

        Of(owned, Entry).Are(Of(Party, Entry).Hash).Should().BeFalse();
        Of(owned, Entry).Are(Encoding.UTF8.GetBytes("content\nAda Example\n\nFR\n")).Should().BeFalse("what was judged was judged without that owner");
        Of(owned with { Owners = [owned.Owners[0] with { Names = ["Other Holding"] }] }, Entry).Are(Of(owned, Entry).Hash).Should().BeFalse();
    }

    private static ScoredInputs Of(ScreenedParty party, Found found) => ScoredInputs.Of(party, found, Encoding.UTF8.GetBytes);
}
