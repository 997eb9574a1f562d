using KybPlatform.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Jobs;

/// <summary>Does one kind of job. It may run twice: everything it changes commits together with <see cref="JobQueue.Finish"/>.</summary>
public interface IJobHandler
{
    /// <param name="job">Held by this process; finished in the handler's own commit.</param>
    Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct);
}

/// <summary>What a job works with: the tenant's data and time, acting as the platform itself.</summary>
/// <param name="Live">False for a test tenant.</param>
public sealed record TenantWork(PlatformDb Db, TenantId Tenant, bool Live, DateTimeOffset Now);

/// <summary>A job that is promised where a test tenant's clock is set: what time alone makes due. Its subject is the tenant.</summary>
public sealed record DueWhenClockMoves(string Kind);

/// <summary>Which handler does which kind.</summary>
/// <param name="Subject">The prefix of what its jobs are about; null where that has no public id of one kind.</param>
/// <param name="AtOnce">How many a process runs at once at most; null for as many as it has hands.</param>
/// <param name="Overall">How many run at once at most, over all workers; null for any number.</param>
public sealed record JobKind(string Kind, Type Handler, string? Subject, int? AtOnce = null, int? Overall = null);

public static class JobRegistration
{
    /// <param name="subject">The prefix of what the jobs are about, for whoever looks at one.</param>
    /// <param name="atOnce">How many a process runs at once at most: for work that would take its hands or its cores from everything else.</param>
    /// <param name="overall">How many all workers together run at once at most: for work that would take the database from everything else.</param>
    public static IServiceCollection AddJob<THandler>(this IServiceCollection services, string kind, string? subject = null, int? atOnce = null, int? overall = null) where THandler : class, IJobHandler =>
        services.AddScoped<THandler>().AddSingleton(new JobKind(kind, typeof(THandler), subject, atOnce, overall));

    /// <summary>Promises jobs of a kind to the platform itself, by a cron expression in UTC.</summary>
    public static IServiceCollection AddPlatformSchedule(this IServiceCollection services, string key, string cron, string kind) =>
        services.AddSingleton(new PlatformSchedule(key, CronTimes.Of(cron), kind));
}

/// <summary>Tells a tenant's mode and time; implemented where tenants live.</summary>
public interface ITenantClock
{
    /// <returns>Null where there is no such tenant.</returns>
    ValueTask<(bool Live, TimeSpan Offset)?> FindAsync(TenantId tenant, CancellationToken ct);

    /// <summary>Every tenant that there is.</summary>
    Task<IReadOnlyList<TenantId>> AllAsync(CancellationToken ct);
}
