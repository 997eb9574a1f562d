using System.Globalization;
using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class CountryGuessTests
{
    [Theory]
    [InlineData("gb", "GB")]
    [InlineData("GBR", "GB")]
    [InlineData("deu", "DE")]
    [InlineData("UK", "GB")]
    [InlineData("EL", "GR")]
    [InlineData("Germany", "DE")]
    [InlineData("Untied Kingdom", "GB")]
    [InlineData("SU", "US")]
    [InlineData("QQ", null)]
    [InlineData("X", null)]
    [InlineData("", null)]
    [InlineData("nowhere at all", null)]
    public void A_country_is_guessed_where_it_can_be_meant_and_otherwise_not(string given, string? meant) => CountryGuess.Of(given).Should().Be(meant);

    [Fact]
    public void Every_country_is_known_by_the_three_letters_that_the_culture_data_has_for_it()
    {
        var regions = CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(c => new RegionInfo(c.Name))
            .Where(r => Countries.IsKnown(r.TwoLetterISORegionName) && r.TwoLetterISORegionName != "XK").DistinctBy(r => r.TwoLetterISORegionName).ToList();

        regions.Should().HaveCountGreaterThan(200);
        foreach (var region in regions) CountryGuess.Of(region.ThreeLetterISORegionName).Should().Be(region.TwoLetterISORegionName, region.ThreeLetterISORegionName);
    }
}
