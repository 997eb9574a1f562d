using KybPlatform.Api.Decisions.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Decisions;

public static class DecisionsModule
{
    public static IServiceCollection AddDecisions(this IServiceCollection services) => services.AddSingleton<IDecisionLedger, DecisionLedger>();

    public static void MapDecisions(this IEndpointRouteBuilder api)
    {
    }
}
