using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Insights;

/// <summary>How far the inquiries of one cell came that were made in the period.</summary>
/// <param name="Created">All of them.</param>
/// <param name="Submitted">Those that were submitted at least once.</param>
public sealed record FunnelFigure(
    string? Country, string? SenderType, long Created, long Submitted, long Approved, long Declined, long InReview, long NeedsInformation, long Open, long Expired, long Withdrawn);

/// <summary>The funnel of a period.</summary>
public sealed record FunnelInsights(DateTimeOffset From, DateTimeOffset To, FunnelFigure Total, IReadOnlyList<FunnelFigure> Cells);

/// <summary>How one provider answered for one type of verification.</summary>
/// <param name="InconclusiveRate">Of all that were answered: the provider or its data could not say.</param>
public sealed record ProviderFigure(string Provider, string Type, long Asked, long Passed, long Failed, long Inconclusive, long Unanswered, double? InconclusiveRate, Percentiles AnswerMs);

/// <summary>How providers answered in a period; country and sender type do not matter.</summary>
public sealed record ProviderInsights(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ProviderFigure> Providers);

/// <summary>How far inquiries come, and how providers answer.</summary>
internal static class ReadFlowFigures
{
    internal const string Funnel = $"""
        SELECT country, sender_type, count(*), count(submitted_at), count(*) FILTER (WHERE status = 'approved'), count(*) FILTER (WHERE status = 'declined'), count(*) FILTER (WHERE status = 'in_review'),
            count(*) FILTER (WHERE status = 'needs_information'), count(*) FILTER (WHERE status = 'open'), count(*) FILTER (WHERE status = 'expired'), count(*) FILTER (WHERE status = 'withdrawn')
        FROM inquiries WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3 AND {InsightQuery.Cell}
        GROUP BY GROUPING SETS ((), (country, sender_type)) ORDER BY grouping(country) DESC, 3 DESC, 1, 2
        """;

    internal const string Providers = """
        SELECT provider, type, count(*), count(*) FILTER (WHERE status = 'passed'), count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'inconclusive'), count(*) FILTER (WHERE completed_at IS NULL),
            percentile_disc(ARRAY[0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY (extract(epoch FROM completed_at - created_at) * 1000)::bigint) FILTER (WHERE completed_at IS NOT NULL)
        FROM verifications WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3 AND ($4::text IS NULL OR true) AND ($5::text IS NULL OR true) GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
        """;

    public static void Map(RouteGroupBuilder insights)
    {
        insights.MapGet("/funnel", FunnelAsync).Requires(Scopes.InsightsRead).Figures("How far inquiries come").Produces<FunnelInsights>();
        insights.MapGet("/providers", ProvidersAsync).Requires(Scopes.InsightsRead).Figures("How providers answer").Produces<ProviderInsights>();
    }

    private static async Task<IResult> FunnelAsync(Work work, HttpContext http)
    {
        var asked = InsightQuery.Read(http, work.Now);
        if (asked.IsRefused(out var fault)) return Refused.Because(fault);
        var rows = await asked.Value.RowsAsync(work, Funnel, r => new FunnelFigure(
            r.IsDBNull(0) ? null : r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetInt64(9), r.GetInt64(10)));
        return Csv.IsAsked(http)
            ? Csv.Of(["country", "sender_type", "created", "submitted", "approved", "declined", "in_review", "needs_information", "open", "expired", "withdrawn"],
                rows.Select(f => (IReadOnlyList<object?>)[f.Country, f.SenderType, f.Created, f.Submitted, f.Approved, f.Declined, f.InReview, f.NeedsInformation, f.Open, f.Expired, f.Withdrawn]))
            : Answer.Ok(new FunnelInsights(asked.Value.From, asked.Value.To, rows[0], [.. rows.Skip(1)]));
    }

    private static async Task<IResult> ProvidersAsync(Work work, HttpContext http)
    {
        var asked = InsightQuery.Read(http, work.Now);
        if (asked.IsRefused(out var fault)) return Refused.Because(fault);
        var rows = await asked.Value.RowsAsync(work, Providers, r =>
        {
            var answered = r.GetInt64(2) - r.GetInt64(6);
            var ms = r.IsDBNull(7) ? null : r.GetFieldValue<long[]>(7);
            return new ProviderFigure(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6),
                answered == 0 ? null : Math.Round((double)r.GetInt64(5) / answered, 4), new Percentiles(ms?[0], ms?[1], ms?[2]));
        });
        return Csv.IsAsked(http)
            ? Csv.Of(["provider", "type", "asked", "passed", "failed", "inconclusive", "unanswered", "inconclusive_rate", "answer_ms_p50", "answer_ms_p75", "answer_ms_p95"],
                rows.Select(f => (IReadOnlyList<object?>)[f.Provider, f.Type, f.Asked, f.Passed, f.Failed, f.Inconclusive, f.Unanswered, f.InconclusiveRate, f.AnswerMs.P50, f.AnswerMs.P75, f.AnswerMs.P95]))
            : Answer.Ok(new ProviderInsights(asked.Value.From, asked.Value.To, rows));
    }
}
