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
public sealed record SlaFigure(string? Country, string? SenderType, long Resolved, long Measured, long Met, long Breached, double? MetRate);

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
        SELECT country, sender_type, count(*), count(target_seconds), count(*) FILTER (WHERE target_seconds IS NOT NULL AND breached_at IS NULL), count(*) FILTER (WHERE target_seconds IS NOT NULL AND breached_at IS NOT NULL)
        FROM cases WHERE tenant_id = $1 AND status = 'resolved' AND resolved_at >= $2 AND resolved_at < $3 AND {InsightQuery.Cell}
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
        var rows = await asked.Value.RowsAsync(work, Sla, r => new SlaFigure(Text(r, 0), Text(r, 1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(3) == 0 ? null : Math.Round((double)r.GetInt64(4) / r.GetInt64(3), 4)));
        return Csv.IsAsked(http)
            ? Csv.Of(["country", "sender_type", "resolved", "measured", "met", "breached", "met_rate"], rows.Select(f => (IReadOnlyList<object?>)[f.Country, f.SenderType, f.Resolved, f.Measured, f.Met, f.Breached, f.MetRate]))
            : Answer.Ok(new SlaInsights(asked.Value.From, asked.Value.To, rows[0], [.. rows.Skip(1)]));
    }

    private static string? Text(Npgsql.NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
