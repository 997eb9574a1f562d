using System.Collections.Immutable;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Screening.Monitoring;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Screening;

/// <summary>Searches this process's lists for parties, and hands what is found to the match book.</summary>
internal sealed class ScreeningDesk(ScreeningLists lists, MatchBook book, Thresholds thresholds) : IScreeningDesk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public async Task<ScreeningFindings> ScreenAsync(
        TenantWork work, Guid profile, string subject, Guid sealedFor, ScreenedParty party, IReadOnlyList<string> wanted, double? asked, CancellationToken ct)
    {
        if (await lists.ReadyAsync(Patience, ct) is not { } loaded) return new ScreeningFindings(false, [], wanted, [], "");
        var choice = loaded.Choose(wanted);
        var threshold = asked ?? await thresholds.OfAsync(work.Db, work.Tenant, ct);
        var found = choice.Search.Count == 0 ? [] : PartySearch.Find(loaded.Index, party, choice.Search, threshold);
        var hits = await book.KeepAsync(
            work, new MatchPlace(profile, subject, sealedFor), party, [.. found.Select(f => Found.Of(f, $"sha256:{loaded.Stands(f.Match.Entity.ListKey)?.Sha256}"))],
            new ScreeningScope(choice.Search, wanted, threshold, Monitored: true), ct);
        CatchUp.Promise(work, profile, loaded, wanted);
        return new ScreeningFindings(true, choice.Lists, choice.Missing, hits, choice.DataVersion, threshold);
    }

    public async Task<ScreeningFindings> SimulateAsync(
        TenantWork work, Guid profile, string subject, Guid sealedFor, ScreenedParty party, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        var found = new Found("sandbox:sanctioned", "sandbox", "Simulated listed party", party.Names[0], 1, [], "", "simulated", true);
        var hits = await book.KeepAsync(work, new MatchPlace(profile, subject, sealedFor), party, [found], new ScreeningScope(["sandbox"], wanted, NameScorer.DefaultThreshold, Monitored: false), ct);
        var told = wanted.DefaultIfEmpty("sandbox").Select(l => new SearchedList(l, "simulated", null, Complete: false, Sample: true));
        return new ScreeningFindings(true, [.. told], [], hits, DataVersion(wanted));
    }

    public ValueTask<double> UsualThresholdAsync(PlatformDb db, TenantId tenant, CancellationToken ct) => thresholds.OfAsync(db, tenant, ct);

    public Task<bool> HasTrueMatchAsync(PlatformDb db, Guid profile, CancellationToken ct) => db.Set<ScreeningMatch>().AsNoTracking().AnyAsync(
        m => m.ProfileId == profile && (m.Status == MatchStatus.TrueMatch || (m.Status == MatchStatus.Open && m.Proposed == MatchStatus.TrueMatch)), ct);

    public string DataVersion(IReadOnlyList<string> wanted) => lists.Current?.Choose(wanted).DataVersion ?? "";
}

/// <summary>A listed party that was found, as the match book takes it.</summary>
/// <param name="Content">Hash of all that the list says about it and that is scored, without its addresses.</param>
internal sealed record Found(
    string EntityId, string List, string Name, string MatchedName, double Score, ImmutableArray<ScorePiece> Pieces, string Content, string Snapshot, bool Sample)
{
    public string Screened { get; init; } = "";

    /// <summary>The same with its addresses; null where it has none.</summary>
    public string? ContentWithAddresses { get; init; }

    public static Found Of(ScreeningMatchFound found, string snapshot)
    {
        var (entity, match) = (found.Match.Entity, found.Match);
        return new Found(entity.Key, entity.ListKey, entity.Name, match.MatchedName, match.Score, match.Pieces, ContentHash.OfScored(entity, addresses: false), snapshot, match.IsSample)
        {
            Screened = found.Screened,
            ContentWithAddresses = entity.Addresses.IsEmpty ? null : ContentHash.OfScored(entity, addresses: true),
        };
    }
}
