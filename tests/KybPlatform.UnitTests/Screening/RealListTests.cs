using System.Globalization;
using AwesomeAssertions;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

/// <summary>The official files as published, where they are at hand.</summary>
public sealed class RealListTests
{
    [Fact]
    public void The_sdn_list_is_read_whole()
    {
        var list = SharedLists.Sdn2021;
        list.Entities.CountBy(e => e.Schema).Should().BeEquivalentTo(new Dictionary<EntitySchema, int>
        {
            [EntitySchema.Person] = 4620,
            [EntitySchema.Organization] = 3673,
            [EntitySchema.Vessel] = 406,
            [EntitySchema.Aircraft] = 277,
        });
        list.Entities.Sum(e => e.Aliases.Count(a => a.Strength == AliasStrength.Strong)).Should().BeGreaterThan(11_800);
        list.Entities.Count(e => e.BirthDates.Length > 0).Should().BeGreaterThan(4_000);
    }

    [Fact]
    public void The_consolidated_and_the_un_list_are_read_whole()
    {
        SharedLists.Consolidated.Entities.Should().HaveCount(442);
        SharedLists.Un.Entities.CountBy(e => e.Schema).Should().BeEquivalentTo(
            new Dictionary<EntitySchema, int> { [EntitySchema.Person] = 730, [EntitySchema.Organization] = 273 });
    }

    [Fact]
    public void The_enhanced_file_tells_the_same_parties_as_the_tables()
    {
        var enhanced = SharedLists.ConsolidatedEnhanced;
        enhanced.PublishedAt.Should().Be(new DateTimeOffset(2025, 1, 10, 0, 0, 0, TimeSpan.Zero));
        enhanced.Entities.CountBy(e => e.Schema).Should().BeEquivalentTo(new Dictionary<EntitySchema, int> { [EntitySchema.Person] = 80, [EntitySchema.Organization] = 363 });
        enhanced.Warnings.Should().BeEmpty();
        var tables = SharedLists.Consolidated.Entities.ToDictionary(e => e.Id, StringComparer.Ordinal);
        var both = enhanced.Entities.Where(e => tables.ContainsKey(e.Id)).ToList();
        both.Count.Should().BeGreaterThan(400);
        both.Count(e => e.Name == tables[e.Id].Name && e.Schema == tables[e.Id].Schema).Should().BeGreaterThan(both.Count * 98 / 100);
        both.Count(e => e.BirthDates.ToHashSet().SetEquals(tables[e.Id].BirthDates)).Should().BeGreaterThan(both.Count * 98 / 100);
        both.Count(e => e.Aliases.Any(a => a.Script == "Cyrl")).Should().BeGreaterThan(20, "the tables have no other script");
    }

    [Fact]
    public void The_lists_of_the_us_departments_are_read_whole_and_a_cut_one_is_refused()
    {
        SharedLists.DeniedPersons("dpl_2022-09.txt").Entities.Length.Should().Be(461);
        SharedLists.DeniedPersons("dpl_2019-07.txt").Entities.Length.Should().Be(417);

        var cut = SharedLists.TextOf("us-csl/csl_2023-11_truncated.csv");
        SmallLists.Read(ListKeys.UsCsl, "consolidated.csv", cut).Refusal!.Code.Should().Be("truncated");
        var whole = SmallLists.Read(ListKeys.UsCsl, "consolidated.csv", cut[..(cut.LastIndexOf('\n') + 1)]).Snapshot!;
        whole.Entities.CountBy(e => e.Schema).Should().ContainKeys(EntitySchema.Unknown, EntitySchema.Person, EntitySchema.Organization, EntitySchema.Vessel);
        whole.Entities.Length.Should().Be(4_226);
        whole.Entities.Count(e => e.BirthDates.Length > 0).Should().BeGreaterThan(900);
    }

    [Fact]
    public void The_delta_of_two_issues_counts_what_came_and_went()
    {
        var delta = SnapshotDelta.Between(SharedLists.Sdn2019, SharedLists.Sdn2021);
        (delta.Added.Length, delta.Removed.Length).Should().Be((1858, 261));
        delta.Changed.Should().NotBeEmpty();
    }

    [Fact]
    public void Perturbed_names_of_the_un_list_find_their_party()
    {
        var list = SharedLists.Un;
        var index = ScreeningIndex.Build([list]);
        var random = new Random(11);
        var people = list.Entities.Where(e => e.Schema == EntitySchema.Person).ToArray();
        var found = new List<double>();
        foreach (var (kind, change) in NamePerturbation.Kinds)
        {
            var hits = people.Count(e => index.Screen(new ScreeningQuery { Name = change(e.Name, random), Schema = e.Schema }).Any(m => m.Entity.Id == e.Id));
            found.Add((double)hits / people.Length);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {found[^1]:P1}"));
        }
        found.Average().Should().BeGreaterThan(0.97);
        found.Min().Should().BeGreaterThan(0.93);
    }

    [Fact]
    public void Ordinary_names_seldom_hit_the_un_list()
    {
        var index = ScreeningIndex.Build([SharedLists.Un]);
        var names = OrdinaryNames.All.ToList();
        var hits = names.Count(n => index.Screen(new ScreeningQuery { Name = n, Schema = EntitySchema.Person }).Length > 0);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hits} of {names.Count} ordinary names hit"));
        (1000.0 * hits / names.Count).Should().BeLessThanOrEqualTo(5);
    }
}
