using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Api.Screening;

/// <summary>A listed party, and the party's name by which it was found.</summary>
internal sealed record ScreeningMatchFound(string Screened, KybPlatform.Screening.Index.ScreeningMatch Match);

/// <summary>Searches an index for a party by all its names.</summary>
internal static class PartySearch
{
    /// <summary>A party may go by several names, and be owned by others; each listed party counts once, by the name that fits best.</summary>
    public static IEnumerable<ScreeningMatchFound> Find(ScreeningIndex index, ScreenedParty party, IReadOnlyList<string>? lists, double threshold) =>
        party.Owners.Prepend(party).SelectMany(p => p.Names.SelectMany(name => index.Screen(QueryOf(p, name, lists, threshold)).Select(m => new ScreeningMatchFound(name, m))))
            .GroupBy(f => f.Match.Entity.Key, StringComparer.Ordinal)
            .Select(g => g.MaxBy(f => f.Match.Score)!)
            .OrderByDescending(f => f.Match.Score).ThenBy(f => f.Match.Entity.Key, StringComparer.Ordinal)
            .Take(ScreeningFindings.MostHits);

    private static ScreeningQuery QueryOf(ScreenedParty party, string name, IReadOnlyList<string>? lists, double threshold) => new()
    {
        Name = name,
        Schema = party.Schema,
        BirthDate = party.BirthDate is { } day ? PartialDate.Day(day) : null,
        Countries = [.. party.Countries],
        Identifiers = [.. party.Identifiers],
        Addresses = [.. party.Addresses],
        Lists = lists is null ? null : [.. lists],
        Threshold = threshold,
        Limit = ScreeningFindings.MostHits,
    };
}
