using System.Collections.Immutable;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Lists made searchable. Immutable and safe for any number of threads: a refresh builds a new index and swaps the reference. A search returns
/// exactly the parties that <see cref="NameScorer"/> puts at or above the threshold, plus those that share an identifier.
/// </summary>
public sealed class ScreeningIndex
{
    private readonly ImmutableArray<ListEntity> _entities;
    private readonly ImmutableArray<bool> _isSample;
    private readonly ImmutableDictionary<NameFamily, FamilyIndex> _families;
    private readonly Rows<string> _byIdentifier;

    private ScreeningIndex(
        ImmutableArray<ListSnapshot> snapshots, ImmutableArray<ListEntity> entities, ImmutableArray<bool> isSample,
        ImmutableDictionary<NameFamily, FamilyIndex> families, Rows<string> byIdentifier)
    {
        Snapshots = snapshots;
        _entities = entities;
        _isSample = isSample;
        _families = families;
        _byIdentifier = byIdentifier;
    }

    /// <summary>The issues of the lists inside, so that an answer can say what it was searched in.</summary>
    public ImmutableArray<ListSnapshot> Snapshots { get; }

    public int EntityCount => _entities.Length;

    /// <summary>Names and aliases that can be found; those that identify nobody are not counted.</summary>
    public int NameCount => _families.Values.Sum(f => f.Count);

    /// <summary>At most one snapshot per list key.</summary>
    public static ScreeningIndex Build(IEnumerable<ListSnapshot> snapshots)
    {
        var lists = snapshots.ToImmutableArray();
        if (lists.DistinctBy(s => s.ListKey).Count() != lists.Length)
            throw new ArgumentException("An index holds one snapshot per list.", nameof(snapshots));

        var entities = lists.SelectMany(s => s.Entities).ToImmutableArray();
        var families = Enum.GetValues<NameFamily>().ToDictionary(f => f, _ => new FamilyIndex.Builder());
        var identifiers = new List<(string, int)>();
        for (var i = 0; i < entities.Length; i++)
        {
            foreach (var family in NameFamilies.All(entities[i].Schema))
                AddNames(families[family], family, i, entities[i]);
            var number = i;
            identifiers.AddRange(entities[i].Identifiers.Select(n => IdentifierKey.Of(n.Value)).OfType<string>().Distinct().Select(key => (key, number)));
        }
        return new ScreeningIndex(
            lists, entities, [.. lists.SelectMany(s => s.Entities.Select(_ => s.IsSample))],
            families.ToImmutableDictionary(f => f.Key, f => f.Value.Build()), Rows<string>.From(identifiers));
    }

    /// <summary>Every party at or above the query's threshold, best first, then by key; at most <see cref="ScreeningQuery.Limit"/>.</summary>
    public ImmutableArray<ScreeningMatch> Screen(ScreeningQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Threshold, ScreeningQuery.LowestThreshold);
        var best = new Dictionary<int, Found>();
        foreach (var (family, index) in _families)
        {
            if (query.Schema is null || NameFamilies.Of(query.Schema.Value) == family)
                FindNames(query, family, index, best);
        }
        FindIdentifiers(query, best);
        return [.. best.Values
            .OrderByDescending(f => f.Score)
            .ThenBy(f => _entities[f.Entity].Key, StringComparer.Ordinal)
            .Take(query.Limit)
            .Select(f => Explain(query, f))];
    }

    private readonly record struct Found(int Entity, double Score, double NameScore, string Name, AliasStrength Strength, NameFamily Family, string? Identifier);

    private static void AddNames(FamilyIndex.Builder index, NameFamily family, int number, ListEntity entity)
    {
        index.Add(number, entity.Name, AliasStrength.Strong, NamePreparation.Prepare(entity.Name, family));
        foreach (var alias in entity.Aliases)
            index.Add(number, alias.Name, alias.Strength, NamePreparation.Prepare(alias.Name, family));
    }

    private void FindNames(ScreeningQuery query, NameFamily family, FamilyIndex index, Dictionary<int, Found> best)
    {
        foreach (var hit in index.Find(NamePreparation.Prepare(query.Name, family), query.Threshold))
        {
            var name = index[hit.Name];
            if (!IsWanted(query, _entities[name.Entity]))
                continue;
            var score = hit.Score * Factor(query, _entities[name.Entity], name.Strength, name.Prepared.Tokens.Length, null);
            if (score >= query.Threshold && (!best.TryGetValue(name.Entity, out var known) || IsBetter(score, name.Text, known)))
                best[name.Entity] = new Found(name.Entity, score, hit.Score, name.Text, name.Strength, family, null);
        }
    }

    // Equal scores go to the name that sorts first, so that the answer does not depend on the order of the search.
    private static bool IsBetter(double score, string name, Found known) =>
        score > known.Score || (score.Equals(known.Score) && string.CompareOrdinal(name, known.Name) < 0);

    private static bool IsWanted(ScreeningQuery query, ListEntity entity) =>
        (query.Schema is not { } schema || schema.IsComparableWith(entity.Schema))
        && (query.Lists is not { } lists || lists.Contains(entity.ListKey, StringComparer.Ordinal));

    private static double Factor(
        ScreeningQuery query, ListEntity entity, AliasStrength strength, int words, ImmutableArray<ScorePiece>.Builder? pieces) =>
        Evidence.OfStrength(strength, words, pieces)
        * Evidence.OfBirthDate(query.BirthDate, entity.BirthDates, pieces)
        * Evidence.OfCountries(query.Countries, entity.Countries, pieces);

    // A shared number is a match whatever the names say: people change names more easily than passports.
    private void FindIdentifiers(ScreeningQuery query, Dictionary<int, Found> best)
    {
        foreach (var identifier in query.Identifiers)
        {
            if (IdentifierKey.Of(identifier) is not { } key)
                continue;
            foreach (var entity in _byIdentifier[key])
            {
                if (!IsWanted(query, _entities[entity]))
                    continue;
                best[entity] = best.TryGetValue(entity, out var known)
                    ? known with { Score = 1, Identifier = identifier }
                    : new Found(entity, 1, 0, _entities[entity].Name, AliasStrength.Strong, NameFamilies.Of(query.Schema ?? _entities[entity].Schema), identifier);
            }
        }
    }

    private ScreeningMatch Explain(ScreeningQuery query, Found found)
    {
        var entity = _entities[found.Entity];
        var listed = NamePreparation.Prepare(found.Name, found.Family);
        var names = NameScorer.Explain(NamePreparation.Prepare(query.Name, found.Family), listed);
        var pieces = ImmutableArray.CreateBuilder<ScorePiece>();
        if (found.Identifier is not null)
            pieces.Add(new ScorePiece("identifier", 1, 1, $"the list has the same number for this party: {Written(entity, found.Identifier)}"));
        pieces.AddRange(names.Pieces);
        Factor(query, entity, found.Strength, listed.Tokens.Length, pieces);
        return new ScreeningMatch(
            entity, NameScorer.Round(found.Score), names.Score, found.Name, found.Strength, _isSample[found.Entity], pieces.ToImmutable());
    }

    // "passport of IR": the number itself stands in the query and in the list.
    private static string Written(ListEntity entity, string identifier)
    {
        var key = IdentifierKey.Of(identifier);
        var listed = entity.Identifiers.First(i => IdentifierKey.Of(i.Value) == key);
        return listed.Country is { } country ? $"{listed.Kind} of {country}" : listed.Kind;
    }
}
