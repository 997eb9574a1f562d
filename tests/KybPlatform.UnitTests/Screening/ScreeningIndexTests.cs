using AwesomeAssertions;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

public sealed class ScreeningIndexTests
{
    private static readonly ScreeningIndex Sample = ScreeningIndex.Build([SampleList.Read()]);

    private static ScreeningIndex Of(params ListEntity[] entities) => ScreeningIndex.Build(
    [
        new ListSnapshot { ListKey = "list", Publisher = "p", IsComplete = true, Sha256 = "", Entities = [.. entities] },
    ]);

    private static ListEntity Person(string id, string name) => new() { Id = id, ListKey = "list", Schema = EntitySchema.Person, Name = name };

    [Fact]
    public void The_sample_shows_a_hit_that_is_marked_as_sample()
    {
        var match = Sample.Screen(new ScreeningQuery { Name = "Aero Caribbean Airlines Ltd", Schema = EntitySchema.Company }).Should().ContainSingle().Subject;
        match.Entity.Name.Should().Be("AEROCARIBBEAN AIRLINES");
        match.IsSample.Should().BeTrue();
        match.Pieces.Should().NotBeEmpty();
    }

    [Fact]
    public void The_sample_clears_nobody()
    {
        var snapshot = SampleList.Read();
        snapshot.IsSample.Should().BeTrue();
        snapshot.IsComplete.Should().BeFalse();
        snapshot.Entities.Should().HaveCountGreaterThan(25);
    }

    [Fact]
    public void A_company_query_also_searches_organizations_and_a_person_query_does_not()
    {
        Sample.Screen(new ScreeningQuery { Name = "Syriatel", Schema = EntitySchema.Company }).Should().HaveCount(1);
        Sample.Screen(new ScreeningQuery { Name = "Syriatel", Schema = EntitySchema.Organization }).Should().HaveCount(1);
        Sample.Screen(new ScreeningQuery { Name = "Syriatel", Schema = EntitySchema.Person }).Should().BeEmpty();
        Sample.Screen(new ScreeningQuery { Name = "Syriatel" }).Should().HaveCount(1);
    }

    [Fact]
    public void Only_the_lists_asked_for_are_searched()
    {
        Sample.Screen(new ScreeningQuery { Name = "Syriatel", Lists = ["un"] }).Should().BeEmpty();
        Sample.Screen(new ScreeningQuery { Name = "Syriatel", Lists = ["un", "sample"] }).Should().HaveCount(1);
    }

    [Fact]
    public void A_birth_date_years_away_takes_a_match_below_the_threshold_and_a_partial_one_keeps_it()
    {
        var index = Of(Person("1", "ZALDOSTANOV, Aleksandr") with { BirthDates = [PartialDate.Day(new DateOnly(1963, 1, 19))] });
        int Hits(PartialDate? birth) => index.Screen(new ScreeningQuery { Name = "Aleksandr Zaldostanov", Schema = EntitySchema.Person, BirthDate = birth }).Length;

        Hits(null).Should().Be(1);
        Hits(PartialDate.Year(1963)).Should().Be(1);
        Hits(PartialDate.Day(new DateOnly(1963, 1, 19))).Should().Be(1);
        Hits(PartialDate.Year(1964)).Should().Be(1);
        Hits(PartialDate.Year(1993)).Should().Be(0);
    }

    [Fact]
    public void Another_country_lowers_a_score_and_says_so()
    {
        var index = Of(Person("1", "ZALDOSTANOV, Aleksandr") with { Countries = ["RU"] });
        var match = index.Screen(new ScreeningQuery { Name = "Aleksandr Zaldostanov", Countries = ["BR"] }).Should().ContainSingle().Subject;
        match.Score.Should().BeLessThan(match.NameScore);
        match.Pieces.Should().Contain(p => p.Key == "country" && p.Why == "BR is not among RU");
    }

    [Fact]
    public void A_shared_number_is_a_match_under_any_name()
    {
        var index = Of(Person("1", "DIANAT, Amir") with { Identifiers = [new ListIdentifier("passport", "W44473918", "IR")] });
        var match = index.Screen(new ScreeningQuery { Name = "Someone Else", Identifiers = ["w-4447 3918"] }).Should().ContainSingle().Subject;
        match.Score.Should().Be(1);
        match.Pieces[0].Key.Should().Be("identifier");
    }

    [Fact]
    public void A_weak_alias_must_agree_closely()
    {
        var index = Of(Person("1", "ZALDOSTANOV, Aleksandr") with { Aliases = [new ListAlias("Khirurg", AliasStrength.Weak, "Latn")] });
        index.Screen(new ScreeningQuery { Name = "Khirurg" }).Should().ContainSingle().Which.Strength.Should().Be(AliasStrength.Weak);
        index.Screen(new ScreeningQuery { Name = "Kirurk" }).Should().BeEmpty();
    }

    [Fact]
    public void Matches_come_best_first_then_by_key_and_never_more_than_asked_for()
    {
        var index = Of(Person("b", "Anna Bergstrom"), Person("a", "Anna Bergstrom"), Person("c", "Anna Bergstroem Lund"));
        var all = index.Screen(new ScreeningQuery { Name = "Anna Bergstrom" });
        all.Select(m => m.Entity.Id).Should().Equal("a", "b", "c");
        index.Screen(new ScreeningQuery { Name = "Anna Bergstrom", Limit = 2 }).Select(m => m.Entity.Id).Should().Equal("a", "b");
    }

    [Fact]
    public void One_index_serves_many_threads()
    {
        var names = SampleList.Read().Entities;
        var alone = names.Select(e => Keys(e.Name)).ToList();
        var together = names.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(e => Keys(e.Name)).ToList();
        together.Should().Equal(alone);

        static string Keys(string name) => string.Join(' ', Sample.Screen(new ScreeningQuery { Name = name }).Select(m => $"{m.Entity.Id}:{m.Score}"));
    }

    [Fact]
    public void A_threshold_too_low_to_be_exact_is_refused()
    {
        var act = () => Sample.Screen(new ScreeningQuery { Name = "Syriatel", Threshold = 0.59 });
        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_name_that_identifies_nobody_finds_nobody()
    {
        Sample.Screen(new ScreeningQuery { Name = "Company Limited", Schema = EntitySchema.Company }).Should().BeEmpty();
        Sample.Screen(new ScreeningQuery { Name = "" }).Should().BeEmpty();
    }
}
