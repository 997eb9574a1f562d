using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs.Broker;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Jobs;

internal static class JobsModule
{
    public static IServiceCollection AddJobs(this IServiceCollection services, PlatformSettings settings)
    {
        var roles = settings.Roles;
        services.AddSingleton<Signals>().AddSingleton<JobClaims>().AddSingleton<JobMarks>().AddSingleton<JobRunner>().AddSingleton<Leases>().AddSingleton<JobSlots>().AddSingleton<JobDeaths>().AddSingleton<JobSubjects>();
        services.AddSingleton<Relay>().AddSingleton<Sweeper>().AddScoped<ITenantWatch, SweepFaultWatch>().AddSingleton<Watchdog>().AddScoped<ITenantSweep, DropDeadJobs>().AddScoped<ITenantSweep, DropOldEvents>();
        services.AddSingleton<WorkWatch>().AddScoped<ITenantWatch>(s => s.GetRequiredService<WorkWatch>()).AddSingleton<IPlatformWatch>(s => s.GetRequiredService<WorkWatch>());
        services.AddSingleton<ScheduleWatch>().AddScoped<ITenantWatch>(s => s.GetRequiredService<ScheduleWatch>()).AddSingleton<IPlatformWatch>(s => s.GetRequiredService<ScheduleWatch>());
        services.AddSingleton<Scheduler>().AddJob<LookAtPlatform>(LookAtPlatform.Kind).AddPlatformSchedule(LookAtPlatform.Kind, "* * * * *", LookAtPlatform.Kind);
        if (roles.HasFlag(PlatformRoles.Worker))
        {
            if (settings.Broker is null) services.AddSingleton<IJobSource>(s => s.GetRequiredService<JobClaims>());
            else services.AddBroker();
            services.AddHostedService<JobWorker>().AddHostedService<Listener>().AddHostedService(s => s.GetRequiredService<Watchdog>());
            services.AddHostedService(s => s.GetRequiredService<Relay>()).AddHostedService(s => s.GetRequiredService<Sweeper>()).AddHostedService(s => s.GetRequiredService<Scheduler>());
        }
        else if (roles.HasFlag(PlatformRoles.Api))
        {
            services.AddHostedService<Herald>();
        }
        return services;
    }

    private static void AddBroker(this IServiceCollection services)
    {
        services.AddSingleton<BrokerHealth>().AddSingleton<IPlatformWatch>(s => s.GetRequiredService<BrokerHealth>());
        services.AddSingleton<BrokerJobs>().AddSingleton<IJobSource>(s => s.GetRequiredService<BrokerJobs>()).AddHostedService<BrokerRelay>();
    }

    public static void MapJobs(this IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/jobs").About("Jobs", "Work that the platform promised and has not finished; what is dead waits for a person.");
        var platform = api.MapGroup("/platform/jobs").WithTags("Platform");
        ReadJobs.Map(jobs, platform);
        RequeueJob.Map(jobs, platform);
        ReadStatus.Map(api.MapGroup("/status").About("Status", "What is late, stuck or failing; never whether the platform serves, which is what readiness says."), api.MapGroup("/platform/status").WithTags("Platform"));
    }
}
