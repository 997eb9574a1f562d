using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Decisions;

public static class DecisionsModule
{
    public static IServiceCollection AddDecisions(this IServiceCollection services) => services.AddSingleton<IDecisionLedger, DecisionLedger>().AddSingleton<IPastDecisions, PastDecisions>().AddSingleton<IErasedWithProfile, ErasedDecisions>();

    public static void MapDecisions(this IEndpointRouteBuilder api)
    {
        var decisions = api.MapGroup("/decisions").About("Decisions", "Outcomes as receipts: frozen facts, the policy, the trace, and the replay that gives the same bytes.");
        ReadDecision.Map(decisions);
        ReplayDecision.Map(decisions);
    }
}
