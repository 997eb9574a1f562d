using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Insights.Contracts;
using KybPlatform.Api.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Insights;

public static class InsightsModule
{
    public static IServiceCollection AddInsights(this IServiceCollection services) => services.AddSingleton<IDecisionFeed, DecisionFeed>().AddScoped<ITenantSweep, RollUp>();

    public static void MapInsights(this IEndpointRouteBuilder api)
    {
        var insights = api.MapGroup("/insights").About("Insights", "Figures of a period up to this moment, as JSON or as a table for whoever sends Accept: text/csv. Counts are exact; percentiles of decisions are off by 0.8 % at most.");
        ReadDecisionFigures.Map(insights);
        ReadGroupFigures.Map(insights);
        ReadCaseFigures.Map(insights);
        ReadFlowFigures.Map(insights);
    }

    internal static RouteHandlerBuilder Figures(this RouteHandlerBuilder route, string summary) =>
        route.WithSummary(summary).ProducesRefusals(422)
            .TakesQuery("from", "Begin of the period, an instant; 30 days before its end where it is missing.", "2026-11-01T00:00:00Z")
            .TakesQuery("to", "End of the period, an instant; now where it is missing.", "2026-12-01T00:00:00Z")
            .TakesQuery("country", "Only this country.", "GB").TakesQuery("sender_type", "Only this kind of sender.", "alphanumeric");
}
