using AwesomeAssertions;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

public sealed class AddressEvidenceTests
{
    [Theory]
    [InlineData("12 Example Street", "Damascus", null, "12 Example Str., 3rd Floor", "Dimashq")]
    [InlineData("Musterstraße 7", "München", null, "Musterstr. 7", "Munich, Bavaria, 80331")]
    [InlineData("Muster Strasse 7", "Köln", null, "Musterstrasse 7", "Koeln")]
    [InlineData("ул. Ленина, д. 5", "Москва", null, "5 Lenina Street", "Moscow")]
    [InlineData("PO Box 241", "Damascus", null, "Harasta Homs Highway, P.O. Box 241", "Damascus")]
    [InlineData("شارع فردوسي 15", "تهران", null, "15 Ferdowsi Street", "Tehran")]
    [InlineData("12 Example Street", null, null, "12 Example Street", null)]
    [InlineData("Calle 96 No. 11B-39", "Bogotá", null, "Calle 96 No. 11B-39, Bogota", null)]
    public void The_same_street_is_seen_however_it_is_written(string? street, string? city, string? code, string? listedStreet, string? listedCity) =>
        Between(street, city, code, listedStreet, listedCity).Should().Be(AddressAgreement.SameStreet);

    [Theory]
    [InlineData("12 Example Street", "Damascus", null, "14 Example Street", "Damascus", nameof(AddressAgreement.SameTown))]
    [InlineData("12 Example Street", "Damascus", null, null, "Damascus", nameof(AddressAgreement.SameTown))]
    [InlineData(null, "Houston", null, "Houston", null, nameof(AddressAgreement.SameTown))]
    [InlineData(null, "上海", null, null, "Shanghai", nameof(AddressAgreement.SameTown))]
    [InlineData("1 Other Road", "London", "SW1A 2AA", "10 Downing Street", "London, SW1A2AA", nameof(AddressAgreement.SamePostalCode))]
    [InlineData("12 Example Street", "Aleppo", null, "12 Example Street", "Damascus", nameof(AddressAgreement.OtherTown))]
    [InlineData("12 Example Street", "Aleppo", null, "40 Long Road", null, nameof(AddressAgreement.Unknown))]
    [InlineData("12 Example Street", null, null, "40 Long Road", "Damascus", nameof(AddressAgreement.Unknown))]
    [InlineData("Example Street", null, null, "Example Street", null, nameof(AddressAgreement.Unknown))]
    [InlineData("12 Street", "Aleppo", null, "12 Street", "Aleppo", nameof(AddressAgreement.SameTown))]
    [InlineData(null, "Tehran", null, null, "Tehran Province", nameof(AddressAgreement.Unknown))]
    [InlineData(null, "دوما", null, null, "Harasta", nameof(AddressAgreement.Unknown))]
    public void What_is_not_known_is_no_difference(string? street, string? city, string? code, string? listedStreet, string? listedCity, string expected) =>
        Between(street, city, code, listedStreet, listedCity).ToString().Should().Be(expected);

    [Fact]
    public void Addresses_in_two_countries_say_nothing_beside_the_countries() =>
        AddressAgreements.Between(AddressWords.Of(new GivenAddress(null, "Tripoli", null, "LB")), AddressWords.Of(new ListAddress(null, "Tripoli", "LY"))).Should().Be(AddressAgreement.Elsewhere);

    [Fact]
    public void The_same_door_makes_a_match_of_a_name_that_is_nearly_one()
    {
        var entity = Person("Karim Aziz Sanjarov") with { Addresses = [new ListAddress(null, "Aleppo", "SY"), new ListAddress("12 Example Street", "Damascus", "SY")] };

        Find(entity, "Karim Sanjarad").Should().BeNull();
        Find(entity, "Karim Sanjarad", new GivenAddress("40 Long Road", "Homs", null, "SY")).Should().BeNull();
        var match = Find(entity, "Karim Sanjarad", new GivenAddress("Flat 3, 12 Example St", "Damascus", null, "SY"))!;

        match.Score.Should().BeInRange(0.80, 0.85);
        match.Pieces.Should().ContainSingle(p => p.Key == "address").Which.Why.Should().Be("Flat 3, 12 Example St, Damascus, SY is in the same street as 12 Example Street, Damascus, SY");
    }

    [Fact]
    public void Another_town_lowers_a_score_a_little_and_hides_no_name_that_agrees()
    {
        var entity = Person("Aleksandr Zaldostanov") with { Countries = ["RU"], Addresses = [new ListAddress(null, "Moscow", "RU")] };

        var match = Find(entity, "Aleksandr Zaldostanov", new GivenAddress(null, "Kazan", null, "RU"))!;

        match.Score.Should().Be(0.98);
        match.Pieces.Should().Contain(p => p.Key == "address" && p.Why == "Kazan, RU is in another town than Moscow, RU");
        Find(entity, "Aleksandr Zaldostanov", new GivenAddress(null, null, null, "RU"))!.Pieces.Should().NotContain(p => p.Key == "address");
        Find(entity with { Addresses = [] }, "Aleksandr Zaldostanov", new GivenAddress(null, "Kazan", null, "RU"))!.Score.Should().Be(1);
    }

    [Fact]
    public void No_score_is_lifted_above_one()
    {
        var entity = Person("Aleksandr Zaldostanov") with { Addresses = [new ListAddress("1 Tverskaya", "Moscow", "RU")] };

        Find(entity, "Aleksandr Zaldostanov", new GivenAddress("Tverskaya 1", "Moskva", null, "RU"))!.Score.Should().Be(1);
    }

    private static AddressAgreement Between(string? street, string? city, string? code, string? listedStreet, string? listedCity) =>
        AddressAgreements.Between(AddressWords.Of(new GivenAddress(street, city, code, "SY")), AddressWords.Of(new ListAddress(listedStreet, listedCity, "SY")));

    private static ScreeningMatch? Find(ListEntity entity, string name, params GivenAddress[] addresses)
    {
        var list = new ListSnapshot { ListKey = "list", Publisher = "p", IsComplete = true, Sha256 = "", Entities = [entity] };
        return ScreeningIndex.Build([list]).Screen(new ScreeningQuery { Name = name, Schema = entity.Schema, Addresses = [.. addresses] }).SingleOrDefault();
    }

    private static ListEntity Person(string name) => new() { Id = "1", ListKey = "list", Schema = EntitySchema.Person, Name = name };
}
