using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>What trying exactly this content on past decisions came to.</summary>
/// <param name="Decisions">How many it looked at.</param>
/// <param name="Flips">How many of them would have come out otherwise.</param>
public sealed record PublicationBacktest(BacktestId Id, long Decisions, long Flips, string ReportHash, DateTimeOffset At)
{
    internal static PublicationBacktest? From(CompletedBacktest? last) => last is null ? null : new(last.Id, last.Decisions, last.Flips, last.ReportHash, last.At);
}

/// <summary>A publication: which version is in force for a key, from when, and who saw to it.</summary>
/// <param name="State">Of this moment of the tenant's clock.</param>
/// <param name="Leads">False for one that follows from its base's.</param>
/// <param name="Set">Keys of all that is approved and published together.</param>
/// <param name="Backtest">The last one of exactly this content; null where nobody has tried it.</param>
/// <param name="DespitePackExamples">Why it was asked for though examples of the pack's policies that stand on it do not hold any more.</param>
/// <param name="WithoutBacktest">Why whoever approved let it pass without one that was expected.</param>
public sealed record PublicationResource(
    PublicationId Id, string Key, int Version, string Hash, PublicationState State, bool Leads, IReadOnlyList<string> Set, string RequestedBy, DateTimeOffset RequestedAt,
    PublicationBacktest? Backtest, string? DespitePackExamples, string? WithoutBacktest,
    string? ApprovedBy, DateTimeOffset? ApprovedAt, DateTimeOffset? EffectiveFrom, OpenInquiries? OpenInquiries, string? PublishedBy, DateTimeOffset? PublishedAt,
    string? WithdrawnBy, DateTimeOffset? WithdrawnAt)
{
    internal static PublicationResource From(PolicyPublication row, IReadOnlyList<string> set, DateTimeOffset? successor, CompletedBacktest? backtest, DateTimeOffset now) => new(
        row.Id, row.Key, row.Number, row.Hash, row.StateAt(now, successor), row.Leads, set, row.RequestedBy, row.RequestedAt,
        PublicationBacktest.From(backtest), row.DespitePackExamples, row.WithoutBacktest, row.ApprovedBy, row.ApprovedAt,
        row.EffectiveFrom, row.PublishedAt is null ? null : row.OpenInquiries, row.PublishedBy, row.PublishedAt, row.WithdrawnBy, row.WithdrawnAt);
}

/// <summary>Finds publications and what belongs together.</summary>
internal static class Publications
{
    /// <summary>The one of this version that waits for approval or for being published; null where none does.</summary>
    public static Task<PolicyPublication?> WaitingAsync(PlatformDb db, string key, int number, CancellationToken ct) =>
        db.Set<PolicyPublication>().SingleOrDefaultAsync(p => p.Key == key && p.Number == number && p.PublishedAt == null && p.WithdrawnAt == null, ct);

    public static async Task<IReadOnlyList<PolicyPublication>> SetOfAsync(PlatformDb db, PolicyPublication one, CancellationToken ct) =>
        await db.Set<PolicyPublication>().Where(p => p.SetId == one.SetId).OrderByDescending(p => p.Leads).ThenBy(p => p.Key).ToListAsync(ct);

    /// <summary>From when another publication of the same key is in force after this one.</summary>
    public static DateTimeOffset? SuccessorOf(PolicyPublication row, IEnumerable<PolicyPublication> ofKey) =>
        ofKey.Where(p => p.Id != row.Id && p.EffectiveFrom is not null && p.WithdrawnAt is null && (p.EffectiveFrom, p.Generation).CompareTo((row.EffectiveFrom, row.Generation)) > 0)
            .Min(p => p.EffectiveFrom);
}
