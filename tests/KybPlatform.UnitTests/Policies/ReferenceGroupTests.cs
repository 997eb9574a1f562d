using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>Groups of countries and industries hold what their names say, and nothing that policies do not know.</summary>
public sealed class ReferenceGroupTests
{
    private static readonly string[] Parts =
    [
        "NORTHERN_AFRICA", "SUB_SAHARAN_AFRICA", "CARIBBEAN", "CENTRAL_AMERICA", "SOUTH_AMERICA", "NORTHERN_AMERICA", "CENTRAL_ASIA", "EASTERN_ASIA", "SOUTH_EASTERN_ASIA", "SOUTHERN_ASIA", "WESTERN_ASIA",
        "EASTERN_EUROPE", "NORTHERN_EUROPE", "SOUTHERN_EUROPE", "WESTERN_EUROPE", "OCEANIA",
    ];

    [Fact]
    public void Each_country_lies_in_one_part_of_the_world()
    {
        var placed = Parts.SelectMany(MembersOf).ToList();

        placed.Should().OnlyHaveUniqueItems();
        Countries.All.Except(placed).Should().Equal("AQ", "TW", "XK");
        placed.Except(Countries.All).Should().BeEmpty();
    }

    [Theory]
    [InlineData("EU", 27)]
    [InlineData("EEA", 30)]
    [InlineData("SCHENGEN", 29)]
    [InlineData("EUROZONE", 21)]
    [InlineData("GCC", 6)]
    [InlineData("ASEAN", 11)]
    public void A_union_has_its_members(string group, int members) => MembersOf(group).Should().HaveCount(members).And.BeSubsetOf(Countries.All);

    [Fact]
    public void Every_industry_but_other_has_a_section_and_every_group_names_industries()
    {
        List<string> industries = [.. Vocabulary.Shipped.Find("business.industry")!.Values];
        var grouped = IndustryGroups.Shipped.All.SelectMany(g => g.Members).Distinct().ToList();

        industries.Except(grouped).Should().Equal("other");
        grouped.Except(industries).Should().BeEmpty();
        IndustryGroups.Shipped.Contains("FINANCE_AND_INSURANCE", "cryptocurrency").Should().BeTrue();
        IndustryGroups.Shipped.Contains("FINANCE", "cryptocurrency").Should().BeNull();
    }

    private static IEnumerable<string> MembersOf(string group) => CountryGroups.Shipped.All.Single(g => g.Name == group).Members;
}
