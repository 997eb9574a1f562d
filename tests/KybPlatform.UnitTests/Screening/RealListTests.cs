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
