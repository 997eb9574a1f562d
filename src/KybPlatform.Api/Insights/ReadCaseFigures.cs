using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Insights;

/// <summary>Unresolved cases of one age in one cell.</summary>
/// <param name="Age"><c>under_1h</c>, <c>under_4h</c>, <c>under_24h</c>, <c>under_3d</c>, <c>under_7d</c>, <c>over_7d</c>.</param>
public sealed record BacklogFigure(string? Country, string? SenderType, string Status, string Age, long Cases);

/// <summary>What waits now; the period does not matter.</summary>
public sealed record BacklogInsights(DateTimeOffset At, long Unresolved, DateTimeOffset? OldestAt, IReadOnlyList<BacklogFigure> Cells);

/// <summary>How cases that ended in the period kept their targets.</summary>
/// <param name="Measured">Those that had a target.</param>
/// <param name="MetRate">Of those that had one; null where none had.</param>
/// <param name="OpenBreached">Cases that missed their target and are unresolved now; the period does not matter.</param>
public sealed record SlaFigure(string? Country, string? SenderType, long Resolved, long Measured, long Met, long Breached, double? MetRate, long OpenBreached);

/// <summary>Targets met and missed in a period.</summary>
public sealed record SlaInsights(DateTimeOffset From, DateTimeOffset To, SlaFigure Total, IReadOnlyList<SlaFigure> Cells);

/// <summary>What waits, by age; and targets met and missed.</summary>
internal static class ReadCaseFigures
{
    internal const string Backlog = $"""
        SELECT country, sender_type, status, CASE WHEN age < interval '1 hour' THEN 'under_1h' WHEN age < interval '4 hours' THEN 'under_4h' WHEN age < interval '1 day' THEN 'under_24h'
            WHEN age < interval '3 days' THEN 'under_3d' WHEN age < interval '7 days' THEN 'under_7d' ELSE 'over_7d' END, count(*), min(created_at)
        FROM (SELECT country, sender_type, status, created_at, $3::timestamptz - created_at age FROM cases
            WHERE tenant_id = $1 AND status <> 'resolved' AND created_at <= $3 AND $2::timestamptz IS NOT NULL AND {InsightQuery.Cell}) c
        GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4
        """;

    internal const string Sla = $"""
        SELECT country, sender_type, sum(resolved)::bigint, sum(measured)::bigint, sum(measured - breached)::bigint, sum(breached)::bigint, sum(open)::bigint FROM (
            SELECT country, sender_type, count(*) AS resolved, count(target_seconds) AS measured, count(*) FILTER (WHERE target_seconds IS NOT NULL AND breached_at IS NOT NULL) AS breached, 0 AS open
            FROM cases WHERE tenant_id = $1 AND status = 'resolved' AND resolved_at >= $2 AND resolved_at < $3 AND {InsightQuery.Cell} GROUP BY 1, 2
            UNION ALL
            SELECT country, sender_type, 0, 0, 0, count(*) FROM cases WHERE tenant_id = $1 AND status <> 'resolved' AND breached_at IS NOT NULL AND {InsightQuery.Cell} GROUP BY 1, 2) c
        GROUP BY GROUPING SETS ((), (country, sender_type)) ORDER BY grouping(country) DESC, 3 DESC, 1, 2
        """;

    public static void Map(RouteGroupBuilder insights)
    {
        insights.MapGet("/backlog", BacklogAsync).Requires(Scopes.InsightsRead).Figures("Unresolved cases by age").Produces<BacklogInsights>();
        insights.MapGet("/sla", SlaAsync).Requires(Scopes.InsightsRead).Figures("Targets of cases met and missed").Produces<SlaInsights>();
    }

    private static async Task<IResult> BacklogAsync(Work work, HttpContext http)
    {
        var asked = InsightQuery.Read(http, work.Now);
        if (asked.IsRefused(out var fault)) return Refused.Because(fault);
        var now = asked.Value with { To = work.Now };
        var rows = await now.RowsAsync(work, Backlog, r => (Figure: new BacklogFigure(Text(r, 0), Text(r, 1), r.GetString(2), r.GetString(3), r.GetInt64(4)), Oldest: r.GetFieldValue<DateTimeOffset>(5)));
        return Csv.IsAsked(http)
            ? Csv.Of(["country", "sender_type", "status", "age", "cases"], rows.Select(r => (IReadOnlyList<object?>)[r.Figure.Country, r.Figure.SenderType, r.Figure.Status, r.Figure.Age, r.Figure.Cases]))
            : Answer.Ok(new BacklogInsights(work.Now, rows.Sum(r => r.Figure.Cases), rows.Count == 0 ? null : rows.Min(r => r.Oldest), [.. rows.Select(r => r.Figure)]));
    }

    private static async Task<IResult> SlaAsync(Work work, HttpContext http)
    {
        var asked = InsightQuery.Read(http, work.Now);
        if (asked.IsRefused(out var fault)) return Refused.Because(fault);
        var rows = await asked.Value.RowsAsync(work, Sla, r => new SlaFigure(
            Text(r, 0), Text(r, 1), Count(r, 2), Count(r, 3), Count(r, 4), Count(r, 5), Count(r, 3) == 0 ? null : Math.Round((double)Count(r, 4) / Count(r, 3), 4), Count(r, 6)));
        return Csv.IsAsked(http)
            ? Csv.Of(["country", "sender_type", "resolved", "measured", "met", "breached", "met_rate", "open_breached"], rows.Select(f => (IReadOnlyList<object?>)[f.Country, f.SenderType, f.Resolved, f.Measured, f.Met, f.Breached, f.MetRate, f.OpenBreached]))
            : Answer.Ok(new SlaInsights(asked.Value.From, asked.Value.To, rows[0], [.. rows.Skip(1)]));
    }

    // Of no cases at all the sum is null.
    private static long Count(Npgsql.NpgsqlDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    private static string? Text(Npgsql.NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
