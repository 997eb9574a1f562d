using System.Collections.Immutable;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Api.Screening;

/// <summary>Searches this process's lists for parties, and hands what is found to the match book.</summary>
internal sealed class ScreeningDesk(ScreeningLists lists, MatchBook book) : IScreeningDesk
{
    private const int MostHits = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public async Task<ScreeningFindings> ScreenAsync(
        TenantWork work, Guid profile, string subject, Guid sealedFor, ScreenedParty party, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        if (await lists.ReadyAsync(Patience, ct) is not { } loaded) return new ScreeningFindings(false, [], wanted, [], "");
        var choice = loaded.Choose(wanted);
        var found = choice.Search.Count == 0 ? [] : Find(loaded.Index, party, choice.Search);
        var hits = await book.KeepAsync(work, new MatchPlace(profile, subject, sealedFor), party, [.. found.Select(f => Found.Of(f, loaded))], choice.Search, ct);
        return new ScreeningFindings(true, choice.Lists, choice.Missing, hits, choice.DataVersion);
    }

    public async Task<ScreeningFindings> SimulateAsync(
        TenantWork work, Guid profile, string subject, Guid sealedFor, ScreenedParty party, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        var found = new Found("sandbox:sanctioned", "sandbox", "Simulated listed party", party.Names[0], 1, [], "", "simulated", true);
        var hits = await book.KeepAsync(work, new MatchPlace(profile, subject, sealedFor), party, [found], ["sandbox"], ct);
        var told = wanted.DefaultIfEmpty("sandbox").Select(l => new SearchedList(l, "simulated", null, Complete: false, Sample: true));
        return new ScreeningFindings(true, [.. told], [], hits, DataVersion(wanted));
    }

    public string DataVersion(IReadOnlyList<string> wanted) => lists.Current?.Choose(wanted).DataVersion ?? "";

    // A party may go by several names; each listed party counts once, by the name that fits best.
    private static IEnumerable<ScreeningMatchFound> Find(ScreeningIndex index, ScreenedParty party, IReadOnlyList<string> search) =>
        party.Names.SelectMany(name => index.Screen(QueryOf(party, name, search)).Select(m => new ScreeningMatchFound(name, m)))
            .GroupBy(f => f.Match.Entity.Key, StringComparer.Ordinal)
            .Select(g => g.MaxBy(f => f.Match.Score)!)
            .OrderByDescending(f => f.Match.Score).ThenBy(f => f.Match.Entity.Key, StringComparer.Ordinal)
            .Take(MostHits);

    private static ScreeningQuery QueryOf(ScreenedParty party, string name, IReadOnlyList<string> search) => new()
    {
        Name = name,
        Schema = party.Schema,
        BirthDate = party.BirthDate is { } day ? PartialDate.Day(day) : null,
        Countries = [.. party.Countries],
        Identifiers = [.. party.Identifiers],
        Lists = [.. search],
        Limit = MostHits,
    };
}

/// <summary>A listed party, and the party's name by which it was found.</summary>
internal sealed record ScreeningMatchFound(string Screened, KybPlatform.Screening.Index.ScreeningMatch Match);

/// <summary>A listed party that was found, as the match book takes it.</summary>
/// <param name="Content">Hash of all that the list says about it.</param>
internal sealed record Found(
    string EntityId, string List, string Name, string MatchedName, double Score, ImmutableArray<ScorePiece> Pieces, string Content, string Snapshot, bool Sample)
{
    public string Screened { get; init; } = "";

    public static Found Of(ScreeningMatchFound found, LoadedLists loaded)
    {
        var (entity, match) = (found.Match.Entity, found.Match);
        var snapshot = loaded.Stands(entity.ListKey);
        return new Found(entity.Key, entity.ListKey, entity.Name, match.MatchedName, match.Score, match.Pieces, ContentHash.Of(entity), $"sha256:{snapshot?.Sha256}", match.IsSample)
        {
            Screened = found.Screened,
        };
    }
}
