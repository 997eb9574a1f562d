using System.Text.Json;
using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Backtests;

/// <summary>The one wire shape of a backtest.</summary>
/// <param name="Total">How many decisions there are to look at; null before they were counted.</param>
/// <param name="Done">How many were looked at.</param>
/// <param name="Report">Outcomes old and new, what changed and by which clause; of a running one what was counted so far. Left out in lists.</param>
/// <param name="ReportHash"><c>sha256:…</c> over the canonical form (RFC 8785) of the report; null until it is complete.</param>
public sealed record BacktestResource(
    BacktestId Id, BacktestState State, IReadOnlyList<BacktestCandidate> Policies, string? Country, string? SenderType, DateTimeOffset? From, DateTimeOffset? To, int? Sample,
    long? Total, long Done, long Flips, JsonElement? Report, string? ReportHash, string RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    public static BacktestResource Of(Backtest row, bool report) => new(
        row.Id, row.State, StoredJson.Read<List<BacktestCandidate>>(row.Candidates), row.Country, row.SenderType, row.MadeFrom, row.MadeBefore, row.Sample,
        row.Total, row.Done, row.Flips, report ? BacktestReport.Shown(row) : null, row.ReportHash, row.RequestedBy, row.CreatedAt, row.FinishedAt);
}

/// <summary>The one wire shape of a shadow evaluation, which has no end of its own.</summary>
/// <param name="Done">How many decisions were looked at since its start.</param>
/// <param name="Report">What was counted so far, as a backtest tells it. Left out in lists.</param>
public sealed record ShadowResource(
    ShadowId Id, BacktestState State, IReadOnlyList<BacktestCandidate> Policies, string? Country, string? SenderType,
    long Done, long Flips, JsonElement? Report, string RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    public static ShadowResource Of(Backtest row, bool report) => new(
        new ShadowId(row.Id.Value), row.State, StoredJson.Read<List<BacktestCandidate>>(row.Candidates), row.Country, row.SenderType,
        row.Done, row.Flips, report ? BacktestReport.Shown(row) : null, row.RequestedBy, row.CreatedAt, row.FinishedAt);
}
