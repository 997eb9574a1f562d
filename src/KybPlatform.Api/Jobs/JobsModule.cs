using KybPlatform.Api.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Jobs;

internal static class JobsModule
{
    public static IServiceCollection AddJobs(this IServiceCollection services, PlatformRoles roles)
    {
        services.AddSingleton<Signals>().AddSingleton<JobClaims>().AddSingleton<JobRunner>().AddSingleton<Relay>().AddSingleton<Sweeper>();
        if (roles.HasFlag(PlatformRoles.Worker)) services.AddHostedService<JobWorker>().AddHostedService(s => s.GetRequiredService<Relay>()).AddHostedService(s => s.GetRequiredService<Sweeper>());
        return services;
    }
}
