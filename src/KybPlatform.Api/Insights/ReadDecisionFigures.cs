using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Insights;

/// <summary>How often a reason led to an outcome in a cell.</summary>
public sealed record ReasonFigure(string Country, string SenderType, string Outcome, string ReasonCode, long Decisions);

/// <summary>The decisions of a period.</summary>
/// <param name="Reasons">The thousand most frequent; all of them are at <c>/v1/insights/reasons</c>.</param>
public sealed record DecisionInsights(DateTimeOffset From, DateTimeOffset To, DecisionFigures Total, IReadOnlyList<DecisionFigures> Cells, IReadOnlyList<ReasonFigure> Reasons);

/// <summary>Why decisions of a period were made, the most frequent reason first.</summary>
public sealed record ReasonInsights(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ReasonFigure> Reasons);

/// <summary>Time to decision, straight-through rate, outcomes and reasons, by country and sender type.</summary>
internal static class ReadDecisionFigures
{
    private const int MostReasons = 1000;

    public static void Map(RouteGroupBuilder insights)
    {
        insights.MapGet("/decisions", HandleAsync).Requires(Scopes.InsightsRead).Figures("Time to decision, straight-through rate, outcomes and reasons").Produces<DecisionInsights>();
        insights.MapGet("/reasons", ReasonsAsync).Requires(Scopes.InsightsRead).Figures("Every reason of every outcome, by country and sender type").Produces<ReasonInsights>();
    }

    private static async Task<IResult> HandleAsync(Work work, HttpContext http)
    {
        var asked = InsightQuery.Read(http, work.Now);
        if (asked.IsRefused(out var fault)) return Refused.Because(fault);
        var found = await FigureQuery.ReadAsync(work, asked.Value, FigureFacet.Cell);
        var total = new Sums();
        foreach (var (_, sums) in found.Groups) total.Add(sums);
        var all = DecisionFigures.Of(null, null, total);
        var cells = found.Groups.Select(g => DecisionFigures.Of(g.Key.Country, g.Key.SenderType, g.Value)).OrderByDescending(f => f.Decisions)
            .ThenBy(f => f.Country, StringComparer.Ordinal).ThenBy(f => f.SenderType, StringComparer.Ordinal).ToList();
        return Csv.IsAsked(http)
            ? Csv.Of(DecisionFigures.Header, cells.Prepend(all).Select(f => f.Cells()))
            : Answer.Ok(new DecisionInsights(asked.Value.From, asked.Value.To, all, cells, [.. Reasons(found).Take(MostReasons)]));
    }

    private static async Task<IResult> ReasonsAsync(Work work, HttpContext http)
    {
        var asked = InsightQuery.Read(http, work.Now);
        if (asked.IsRefused(out var fault)) return Refused.Because(fault);
        var reasons = Reasons(await FigureQuery.ReadAsync(work, asked.Value, FigureFacet.Cell));
        return Csv.IsAsked(http)
            ? Csv.Of(["country", "sender_type", "outcome", "reason_code", "decisions"], reasons.Select(r => (IReadOnlyList<object?>)[r.Country, r.SenderType, r.Outcome, r.ReasonCode, r.Decisions]))
            : Answer.Ok(new ReasonInsights(asked.Value.From, asked.Value.To, [.. reasons]));
    }

    private static IEnumerable<ReasonFigure> Reasons(FigureQuery found) => found.Reasons.Select(r => new ReasonFigure(r.Key.Country, r.Key.SenderType, r.Key.Outcome, r.Key.Reason, r.Value));
}
