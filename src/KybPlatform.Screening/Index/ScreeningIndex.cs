using System.Collections.Immutable;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Lists made searchable. Immutable and safe for any number of threads: a refresh builds a new index and swaps the reference. A search returns
/// exactly the parties that <see cref="NameScorer"/> and <see cref="Evidence"/> put at or above the threshold, plus those that share an identifier. A name that
/// scores less than <see cref="ScreeningQuery.LowestThreshold"/> is no match whatever the evidence.
/// </summary>
public sealed class ScreeningIndex
{
    /// <summary>Found by a number, under whatever name.</summary>
    private const int NoName = -1;

    /// <summary>Products of doubles depend on their order.</summary>
    private const double Margin = 1e-9;

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
    public int NameCount => _families.Values.Sum(f => f.Names.BearerCount);

    /// <summary>At most one snapshot per list key.</summary>
    public static ScreeningIndex Build(IEnumerable<ListSnapshot> snapshots)
    {
        var lists = snapshots.ToImmutableArray();
        if (lists.DistinctBy(s => s.ListKey).Count() != lists.Length)
            throw new ArgumentException("An index holds one snapshot per list.", nameof(snapshots));

        var entities = lists.SelectMany(s => s.Entities).ToImmutableArray();
        var families = Enum.GetValues<NameFamily>().ToDictionary(f => f, f => new FamilyIndex.Builder(f));
        var identifiers = new List<(string, int)>();
        for (var i = 0; i < entities.Length; i++)
        {
            foreach (var family in NameFamilies.All(entities[i].Schema))
                families[family].Add(i, entities[i]);
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
        var names = new Dictionary<NameFamily, PreparedName>();
        var addresses = new AddressEvidence(query.Addresses);
        foreach (var (family, index) in _families)
        {
            if (query.Schema is not null && NameFamilies.Of(query.Schema.Value) != family)
                continue;
            names[family] = NamePreparation.Prepare(query.Name, family);
            FindNames(query, addresses, names[family], index, best);
        }
        FindIdentifiers(query, best);
        return [.. Best(best.Values, query.Limit).Select(f => Explain(query, addresses, names, f))];
    }

    // Keys are only looked at among those that may be in the answer.
    private IEnumerable<Found> Best(ICollection<Found> found, int limit)
    {
        var worst = double.NegativeInfinity;
        if (found.Count > limit)
        {
            double[] scores = [.. found.Select(f => f.Score)];
            Array.Sort(scores);
            worst = limit > 0 ? scores[^limit] : double.PositiveInfinity;
        }
        return found.Where(f => f.Score >= worst)
            .OrderByDescending(f => f.Score)
            .ThenBy(f => _entities[f.Entity].Key, StringComparer.Ordinal)
            .Take(limit);
    }

    private readonly record struct Found(int Entity, double Score, double NameScore, int Name, Bearer Bearer, NameFamily Family, string? Identifier);

    private void FindNames(ScreeningQuery query, AddressEvidence addresses, PreparedName name, FamilyIndex index, Dictionary<int, Found> best)
    {
        var lift = addresses.IsEmpty ? 1 : AddressEvidence.Most;
        foreach (var hit in index.Find(name, lift > 1 ? Math.Max(ScreeningQuery.LowestThreshold, (query.Threshold / lift) - Margin) : query.Threshold))
        {
            var words = index.Names.Words(hit.Name).Length;
            foreach (var at in index.Names.Bearers(hit.Name))
            {
                var bearer = index.Names.BearerAt(at);
                var entity = _entities[bearer.Entity];
                if (!IsWanted(query, entity))
                    continue;
                var score = hit.Score * Factor(query, entity, bearer.StrengthIn(entity), words, null);
                if (score * lift >= query.Threshold)
                    score = Math.Min(1, score * addresses.Of(bearer.Entity, entity));
                if (score >= query.Threshold && (!best.TryGetValue(bearer.Entity, out var known) || IsBetter(score, bearer, known)))
                    best[bearer.Entity] = new Found(bearer.Entity, score, hit.Score, hit.Name, bearer, name.Family, null);
            }
        }
    }

    // Equal scores go to the name that sorts first, so that the answer does not depend on the order of the search.
    private bool IsBetter(double score, Bearer bearer, Found known)
    {
        var entity = _entities[bearer.Entity];
        return score > known.Score || (score.Equals(known.Score) && string.CompareOrdinal(bearer.NameIn(entity), known.Bearer.NameIn(entity)) < 0);
    }

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
                    : new Found(entity, 1, 0, NoName, new Bearer(entity, -1), NameFamilies.Of(query.Schema ?? _entities[entity].Schema), identifier);
            }
        }
    }

    private ScreeningMatch Explain(ScreeningQuery query, AddressEvidence addresses, Dictionary<NameFamily, PreparedName> names, Found found)
    {
        var (entity, family) = (_entities[found.Entity], found.Family);
        var (name, strength) = (found.Bearer.NameIn(entity), found.Bearer.StrengthIn(entity));
        var given = names.TryGetValue(family, out var known) ? known : NamePreparation.Prepare(query.Name, family);
        var listed = found.Name == NoName ? NamePreparation.Prepare(name, family) : _families[family].Names.Prepared(found.Name);
        var comparison = NameScorer.Explain(given, listed);
        var pieces = ImmutableArray.CreateBuilder<ScorePiece>();
        if (found.Identifier is not null)
            pieces.Add(new ScorePiece("identifier", 1, 1, $"the list has the same number for this party: {Written(entity, found.Identifier)}"));
        pieces.AddRange(comparison.Pieces);
        Factor(query, entity, strength, listed.Tokens.Length, pieces);
        if (addresses.Explain(entity) is { } piece)
            pieces.Add(piece);
        return new ScreeningMatch(
            entity, NameScorer.Round(found.Score), comparison.Score, name, strength, _isSample[found.Entity], pieces.ToImmutable());
    }

    // "passport of IR": the number itself stands in the query and in the list.
    private static string Written(ListEntity entity, string identifier)
    {
        var key = IdentifierKey.Of(identifier);
        var listed = entity.Identifiers.First(i => IdentifierKey.Of(i.Value) == key);
        return listed.Country is { } country ? $"{listed.Kind} of {country}" : listed.Kind;
    }
}
