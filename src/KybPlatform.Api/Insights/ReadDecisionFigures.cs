using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace KybPlatform.Api.Insights;

/// <summary>Exact percentiles in milliseconds; null where nothing ended.</summary>
public sealed record Percentiles(long? P50, long? P75, long? P95);

/// <summary>Figures of the decisions of one cell, or of all.</summary>
/// <param name="Ended">Approved or declined.</param>
/// <param name="StraightThrough">Ended by automation at its first look.</param>
/// <param name="StraightThroughRate">Of all that ended; null where nothing did.</param>
/// <param name="WallMs">From the first submission to the end, by the clock on the wall.</param>
/// <param name="OwnMs">The same without the time in which the applicant had the word.</param>
public sealed record DecisionFigures(
    string? Country, string? SenderType, long Decisions, long Ended, long Approved, long Declined, long InReview, long InformationRequested, long ByPerson, long StraightThrough,
    double? StraightThroughRate, Percentiles WallMs, Percentiles OwnMs);

/// <summary>How often a reason led to an outcome in a cell.</summary>
public sealed record ReasonFigure(string Country, string SenderType, string Outcome, string ReasonCode, long Decisions);

/// <summary>The decisions of a period.</summary>
public sealed record DecisionInsights(DateTimeOffset From, DateTimeOffset To, DecisionFigures Total, IReadOnlyList<DecisionFigures> Cells, IReadOnlyList<ReasonFigure> Reasons);

/// <summary>Time to decision, straight-through rate, outcomes and reasons, by country and sender type.</summary>
internal static class ReadDecisionFigures
{
    internal const string Figures = $"""
        SELECT country, sender_type, count(*), count(*) FILTER (WHERE outcome = 'approve'), count(*) FILTER (WHERE outcome = 'decline'),
            count(*) FILTER (WHERE outcome = 'review'), count(*) FILTER (WHERE outcome = 'request_information'), count(*) FILTER (WHERE by_person), count(*) FILTER (WHERE straight_through),
            percentile_disc(ARRAY[0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY wall_ms) FILTER (WHERE outcome IN ('approve', 'decline')),
            percentile_disc(ARRAY[0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY own_ms) FILTER (WHERE outcome IN ('approve', 'decline'))
        FROM (SELECT country COLLATE "C" country, sender_type COLLATE "C" sender_type, outcome, by_person, straight_through, wall_ms, own_ms
            FROM decision_figures WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND {InsightQuery.Cell}) f
        GROUP BY GROUPING SETS ((), (country, sender_type)) ORDER BY grouping(country) DESC, 3 DESC, 1, 2
        """;

    internal const string Reasons = $"""
        SELECT country, sender_type, outcome, reason, count(*) FROM decision_figures, unnest(reasons) reason
        WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND {InsightQuery.Cell} GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4 LIMIT 1000
        """;

    public static void Map(RouteGroupBuilder insights) =>
        insights.MapGet("/decisions", HandleAsync).Requires(Scopes.InsightsRead).Figures("Time to decision, straight-through rate, outcomes and reasons").Produces<DecisionInsights>();

    private static async Task<IResult> HandleAsync(Work work, HttpContext http)
    {
        var asked = InsightQuery.Read(http, work.Now);
        if (asked.IsRefused(out var fault)) return Refused.Because(fault);
        var cells = await asked.Value.RowsAsync(work, Figures, Row);
        var reasons = await asked.Value.RowsAsync(work, Reasons, r => new ReasonFigure(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4)));
        return Csv.IsAsked(http)
            ? Csv.Of(Header, cells.Select(Cells))
            : Answer.Ok(new DecisionInsights(asked.Value.From, asked.Value.To, cells[0], [.. cells.Skip(1)], reasons));
    }

    private static DecisionFigures Row(NpgsqlDataReader r)
    {
        var (approved, declined, straight) = (r.GetInt64(3), r.GetInt64(4), r.GetInt64(8));
        var ended = approved + declined;
        return new DecisionFigures(
            r.IsDBNull(0) ? null : r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetInt64(2), ended, approved, declined, r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), straight,
            ended == 0 ? null : Math.Round((double)straight / ended, 4), Of(r, 9), Of(r, 10));
    }

    private static Percentiles Of(NpgsqlDataReader r, int column)
    {
        if (r.IsDBNull(column)) return new Percentiles(null, null, null);
        var values = r.GetFieldValue<long[]>(column);
        return new Percentiles(values[0], values[1], values[2]);
    }

    private static readonly string[] Header =
    [
        "country", "sender_type", "decisions", "ended", "approved", "declined", "in_review", "information_requested", "by_person", "straight_through", "straight_through_rate",
        "wall_ms_p50", "wall_ms_p75", "wall_ms_p95", "own_ms_p50", "own_ms_p75", "own_ms_p95",
    ];

    private static IReadOnlyList<object?> Cells(DecisionFigures f) =>
    [
        f.Country, f.SenderType, f.Decisions, f.Ended, f.Approved, f.Declined, f.InReview, f.InformationRequested, f.ByPerson, f.StraightThrough, f.StraightThroughRate,
        f.WallMs.P50, f.WallMs.P75, f.WallMs.P95, f.OwnMs.P50, f.OwnMs.P75, f.OwnMs.P95,
    ];
}
