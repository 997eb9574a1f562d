using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Screening.Monitoring;
using KybPlatform.Api.Screening.Refresh;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Screening;

public static class ScreeningModule
{
    public static IServiceCollection AddScreening(this IServiceCollection services, PlatformSettings settings)
    {
        services.AddSingleton<ScreeningLists>().AddHostedService<ListRefresh>().AddSingleton<MatchBook>().AddSingleton<IScreeningDesk, ScreeningDesk>();
        services.AddSingleton<IPlatformWatch, ListWatch>().AddSingleton<Thresholds>().AddSingleton<ListAdoption>().AddSingleton<ListFetch>().AddSingleton<ListRefresher>();
        services.AddSingleton<ListDeltas>().AddScoped<SweepPage>().AddJob<SweepParties>(SweepParties.Job).AddJob<CatchUp>(CatchUp.Job).AddScoped<ITenantSweep, SweepWatch>();
        if (settings.Roles.HasFlag(PlatformRoles.Worker) && settings.ListSources.Count > 0) services.AddHostedService<ListSchedule>();
        return services;
    }

    public static void MapScreening(this IEndpointRouteBuilder api)
    {
        var screening = api.MapGroup("/screening").About("Screening", "Sanctions lists: search them, import them, and say what possible matches are.");
        SearchParties.Map(screening);
        CompareNames.Map(screening);
        ReadLists.Map(screening);
        ImportSnapshot.Map(screening);
        RefreshList.Map(screening);
        ReadMatches.Map(screening);
        DecideMatch.Map(screening);
        ReadSweeps.Map(screening);
        ChangeScreeningSettings.Map(screening);
    }
}
