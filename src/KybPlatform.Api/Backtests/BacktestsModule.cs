using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Backtests;

public static class BacktestsModule
{
    public static IServiceCollection AddBacktests(this IServiceCollection services) =>
        services.AddSingleton<IBacktests, CompletedBacktests>().AddScoped<BacktestSlice>().AddScoped<ITenantSweep, FollowDecisions>().AddJob<RunBacktest>(RunBacktest.Kind, BacktestId.Prefix, atOnce: 2, overall: 4);

    public static void MapBacktests(this IEndpointRouteBuilder api)
    {
        var backtests = api.MapGroup("/backtests").About("Backtests", "Versions of policies tried on decisions that were made: what would have come out otherwise, and because of which clause.");
        StartBacktest.Map(backtests);
        new ReadBacktests<BacktestId, BacktestResource>(shadows: false, "backtest", BacktestResource.Of).Map(backtests, "cancel");
        var shadows = api.MapGroup("/shadow-evaluations").About("Shadow evaluations", "Versions of policies that ride along with live decisions without any effect.");
        StartShadow.Map(shadows);
        new ReadBacktests<ShadowId, ShadowResource>(shadows: true, "shadow evaluation", ShadowResource.Of).Map(shadows, "stop");
    }
}
