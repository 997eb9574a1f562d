using System.Collections.Immutable;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

/// <summary>A search must find exactly what comparing with every listed name finds: an index may only be faster.</summary>
public sealed class ExactSearchTests
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.OneOf("ali", "hassan", "hasan", "al", "abd", "abdul", "mohammed", "muhammad", "kim", "ri", "il", "jon", "john", "j.", "a.", "m. k.", "bob", "robert", "aero", "caribbean"),
        Gen.OneOf("aerocaribbean", "trading", "company", "bank", "tehran", "путин", "putin", "علي", "محمد", "张", "zhang", "2", "12", "ocean", "star", "li", "lu", "mo", "abdkim", "alhassan", "jonjohn"),
        Gen.String[Gen.OneOf("abdehiklmnorstuz".ToCharArray()), 2, 7]);

    private static readonly Gen<string> Name = Word.Array[1, 5].Select(words => string.Join(' ', words));

    [Theory]
    [InlineData(0.80)]
    [InlineData(0.65)]
    [InlineData(0.93)]
    [InlineData(0.60)]
    public void Search_finds_what_a_full_scan_finds_among_made_up_names(double threshold)
    {
        Gen.Select(Gen.OneOf(EntitySchema.Person, EntitySchema.Company, EntitySchema.Vessel), Name.Array[1, 40], Name.Array[1, 8])
            .Sample((schema, listed, queries) =>
            {
                var entities = listed.Select((n, i) => Entity($"{i:000}", schema, n)).ToArray();
                var index = ScreeningIndex.Build([Snapshot(entities)]);
                return queries.All(query => Searched(index, schema, query, threshold).SetEquals(Scanned(entities, schema, query, threshold)));
            }, iter: 300);
    }

    [Theory]
    [InlineData(0.80)]
    [InlineData(0.61)]
    public void Search_finds_what_a_full_scan_finds_where_addresses_lift_and_lower(double threshold)
    {
        var town = Gen.OneOf("tehran", "damascus", "dimashq, syria", "moscow");
        var street = Gen.OneOf("12 example street", "box 12", "valiasr avenue 7", "example str. 12");
        Gen.Select(Gen.Select(Name, street, town).Array[1, 40], Gen.Select(Name, street, town).Array[1, 8]).Sample((listed, queries) =>
        {
            var entities = listed.Select((l, i) => Entity($"{i:000}", EntitySchema.Person, l.Item1) with { Addresses = [new ListAddress(l.Item2, l.Item3, "SY")] }).ToArray();
            var index = ScreeningIndex.Build([Snapshot(entities)]);
            return queries.All(query =>
            {
                var addresses = ImmutableArray.Create(new GivenAddress(query.Item2, query.Item3, null, "SY"));
                var found = index.Screen(new ScreeningQuery { Name = query.Item1, Schema = EntitySchema.Person, Addresses = addresses, Threshold = threshold, Limit = int.MaxValue }).Select(m => m.Entity.Id);
                var scanned = entities.Where(e => Best(e, query.Item1) is >= ScreeningQuery.LowestThreshold and var score && score * new AddressEvidence(addresses).Of(0, e) >= threshold).Select(e => e.Id);
                return found.ToHashSet().SetEquals(scanned);
            });
        }, iter: 300);
    }

    [Theory]
    [InlineData("tz ebdro abd", 0.65)]
    [InlineData("john mbt abd", 0.65)]
    [InlineData("j.", 0.65)]
    [InlineData("thd محمد", 0.65)]
    [InlineData("bob 张 张", 0.65)]
    public void A_slip_of_a_tiny_word_and_an_initial_weigh_what_they_weigh(string query, double threshold)
    {
        string[] listed =
        [
            "trading steat aerocaribbean company 12", "dtrm aerocaribbean", "dlltknt 12 محمد", "путин abd bank tehran 12", "张 kans j. aerocaribbean путин", "te abd",
            "ri tehran aerocaribbean kktktd zot", "muhammad j.", "ii blam bob nirbk abdul",
        ];
        var entities = listed.Select((n, i) => Entity($"{i:000}", EntitySchema.Vessel, n)).ToArray();
        Searched(ScreeningIndex.Build([Snapshot(entities)]), EntitySchema.Vessel, query, threshold).Should().BeEquivalentTo(Scanned(entities, EntitySchema.Vessel, query, threshold));
    }

    [Fact]
    public void Search_finds_what_a_full_scan_finds_on_the_real_lists()
    {
        var entities = SharedLists.Un.Entities.Concat(SharedLists.Sdn2021.Entities.Where((_, i) => i % 4 == 0)).ToArray();
        var index = ScreeningIndex.Build([Snapshot([.. entities.Select((e, i) => e with { Id = $"{i:00000}", ListKey = "list" })])]);
        var numbered = index.Snapshots[0].Entities.ToArray();
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var entity = numbered[random.Next(numbered.Length)];
            var (_, change) = NamePerturbation.Kinds[i % NamePerturbation.Kinds.Count];
            var query = change(entity.Name, random);
            var found = Searched(index, entity.Schema, query, NameScorer.DefaultThreshold);
            found.Should().BeEquivalentTo(Scanned(numbered, entity.Schema, query, NameScorer.DefaultThreshold), "the query is {0}", query);
        }
    }

    private static HashSet<string> Searched(ScreeningIndex index, EntitySchema schema, string name, double threshold) =>
        [.. index.Screen(new ScreeningQuery { Name = name, Schema = schema, Threshold = threshold, Limit = int.MaxValue }).Select(m => m.Entity.Id)];

    private static HashSet<string> Scanned(ListEntity[] entities, EntitySchema schema, string name, double threshold) =>
    [
        .. entities.Where(e => schema.IsComparableWith(e.Schema) && Best(e, name) >= threshold).Select(e => e.Id),
    ];

    private static double Best(ListEntity entity, string name)
    {
        var query = KybPlatform.Screening.Names.NamePreparation.Prepare(name, entity.Schema);
        return entity.Aliases.Append(new ListAlias(entity.Name, AliasStrength.Strong, "Latn")).Max(alias =>
        {
            var listed = KybPlatform.Screening.Names.NamePreparation.Prepare(alias.Name, entity.Schema);
            return NameScorer.Score(query, listed) * Evidence.OfStrength(alias.Strength, listed.Tokens.Length, null);
        });
    }

    private static ListEntity Entity(string id, EntitySchema schema, string name) => new() { Id = id, ListKey = "list", Schema = schema, Name = name };

    private static ListSnapshot Snapshot(ListEntity[] entities) => new()
    {
        ListKey = "list",
        Publisher = "publisher",
        IsComplete = true,
        Sha256 = "",
        Entities = [.. entities],
    };
}
