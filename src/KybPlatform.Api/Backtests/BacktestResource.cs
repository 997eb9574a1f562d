using System.Text.Json;
using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Backtests;

/// <summary>The one wire shape of a backtest and of a shadow evaluation.</summary>
/// <param name="Total">How many decisions there are to look at; null before they were counted, and of a shadow.</param>
/// <param name="Done">How many were looked at.</param>
/// <param name="Report">Outcomes old and new, what changed and by which clause; of a running one what was counted so far. Left out in lists.</param>
/// <param name="ReportHash"><c>sha256:…</c> over the canonical form (RFC 8785) of the report; null until it is complete.</param>
public sealed record BacktestResource(
    BacktestId Id, BacktestState State, IReadOnlyList<BacktestCandidate> Policies, string? Country, string? SenderType, DateTimeOffset? From, DateTimeOffset? To, int? Sample,
    long? Total, long Done, long Flips, JsonElement? Report, string? ReportHash, string RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    public static BacktestResource Of(Backtest row, bool report) => new(
        row.Id, row.State, StoredJson.Read<List<BacktestCandidate>>(row.Candidates), row.Country, row.SenderType, row.MadeFrom, row.MadeBefore, row.Sample,
        row.Total, row.Done, row.Flips, report ? ReportOf(row) : null, row.ReportHash, row.RequestedBy, row.CreatedAt, row.FinishedAt);

    private static JsonElement ReportOf(Backtest row) =>
        JsonSerializer.SerializeToElement(row.Report is null ? BacktestReport.Of(row, Tally.FromJson(row.Tally)) : System.Text.Json.Nodes.JsonNode.Parse(row.Report));
}
