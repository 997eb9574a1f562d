using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Insights;

/// <summary>Figures of the decisions by one policy version, of one reviewer, or in one queue.</summary>
/// <param name="Key">The policy's key, <c>usr_…</c>, <c>key_…</c> or <c>wfl_…</c>, or the queue's id.</param>
/// <param name="Version">The policy's version; null for reviewers and queues.</param>
/// <param name="Figures">Of every country and sender type that was asked for.</param>
public sealed record GroupFigures(string Key, int? Version, DecisionFigures Figures);

/// <summary>The decisions of a period by policy version, reviewer or queue, the largest group first.</summary>
public sealed record GroupInsights(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<GroupFigures> Groups);

/// <summary>The figures of decisions, by what or whom they were made.</summary>
internal static class ReadGroupFigures
{
    public static void Map(RouteGroupBuilder insights)
    {
        Map(insights, "/policies", FigureFacet.Policy, "Decisions by policy version");
        Map(insights, "/reviewers", FigureFacet.Reviewer, "Decisions by whoever decided: persons, services and workflows");
        Map(insights, "/queues", FigureFacet.Queue, "Decisions by hand, by the queue of their case");
    }

    private static void Map(RouteGroupBuilder insights, string path, FigureFacet facet, string summary) =>
        insights.MapGet(path, (Work work, HttpContext http) => HandleAsync(work, http, facet)).Requires(Scopes.InsightsRead).Figures(summary).Produces<GroupInsights>();

    private static async Task<IResult> HandleAsync(Work work, HttpContext http, FigureFacet facet)
    {
        var asked = InsightQuery.Read(http, work.Now);
        if (asked.IsRefused(out var fault)) return Refused.Because(fault);
        var groups = (await FigureQuery.ReadAsync(work, asked.Value, facet)).Groups.GroupBy(g => (g.Key.Key, g.Key.Number), g => g.Value).Select(g =>
        {
            var sums = new Sums();
            foreach (var one in g) sums.Add(one);
            return new GroupFigures(g.Key.Key, facet is FigureFacet.Policy ? g.Key.Number : null, DecisionFigures.Of(asked.Value.Country, asked.Value.SenderType, sums));
        }).OrderByDescending(g => g.Figures.Decisions).ThenBy(g => g.Key, StringComparer.Ordinal).ThenBy(g => g.Version).ToList();
        return Csv.IsAsked(http)
            ? Csv.Of(["key", "version", .. DecisionFigures.Header], groups.Select(g => (IReadOnlyList<object?>)[g.Key, g.Version, .. g.Figures.Cells()]))
            : Answer.Ok(new GroupInsights(asked.Value.From, asked.Value.To, groups));
    }
}
