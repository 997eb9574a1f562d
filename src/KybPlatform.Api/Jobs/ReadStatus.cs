using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Jobs;

/// <summary><c>attention</c>: somebody should look. It never says that the platform does not serve: that is what readiness says.</summary>
public enum PlatformState { Ok, Attention }

/// <summary>Something that is late, stuck or failing.</summary>
/// <param name="Kind">A code, such as <c>jobs_late</c>, <c>endpoint_failing</c>, <c>inquiries_stuck</c>.</param>
/// <param name="Subject">A kind of job, a list's key, or the id of a resource.</param>
public sealed record ConcernResource(string Kind, string Subject, long Count, DateTimeOffset Since);

/// <summary>Whether anything of the tenant's is stuck, looked at when it is asked.</summary>
public sealed record StatusResource(PlatformState State, DateTimeOffset CheckedAt, IReadOnlyList<ConcernResource> Concerns);

/// <summary>The same over all tenants.</summary>
/// <param name="TenantId">Whose it is; null for what belongs to none, and for jobs and events, which are counted over all.</param>
public sealed record PlatformConcernResource(TenantId? TenantId, string Kind, string Subject, long Count, DateTimeOffset Since);

/// <summary>Whether anything is stuck anywhere.</summary>
/// <param name="Concerns">The first 1,000.</param>
/// <param name="ConcernCount">How many there are.</param>
public sealed record PlatformStatusResource(PlatformState State, DateTimeOffset CheckedAt, IReadOnlyList<PlatformConcernResource> Concerns, long ConcernCount);

/// <summary>Tells what is stuck: a tenant its own, the operator everybody's.</summary>
internal static class ReadStatus
{
    private const int Most = 1000;

    public static void Map(RouteGroupBuilder status, RouteGroupBuilder platform)
    {
        status.MapGet("", OfTenantAsync).Requires(Scopes.JobsRead).WithSummary("What is late, stuck or failing").Produces<StatusResource>();
        platform.MapGet("", OfPlatformAsync).RequiresPlatformKey().WithSummary("What is late, stuck or failing anywhere").Produces<PlatformStatusResource>();
    }

    private static async Task<IResult> OfTenantAsync(Work work, IEnumerable<ITenantWatch> watches, TimeProvider clock)
    {
        var seen = (await WatchTenant.LookAsync(watches, new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now), work.Canceled)).ToList();
        foreach (var told in await work.Db.Set<Concern>().AsNoTracking().Where(c => c.TenantId == work.Tenant && OfWorkers.Contains(c.Kind)).ToListAsync(work.Canceled))
            if (!seen.Exists(s => s.Kind == told.Kind && s.Subject == told.Subject)) seen.Add(new Sighting(told.Kind, told.Subject, told.Count, told.Since));
        return Answer.Ok(new StatusResource(StateOf(seen.Count), Instants.Truncate(clock.GetUtcNow()), [.. seen.Select(s => new ConcernResource(s.Kind, s.Subject, s.Count, s.Since))]));
    }

    // What only a tenant's own rows tell is taken from what the watchdog told last; everything else is looked at now.
    private static async Task<IResult> OfPlatformAsync(Work work, IEnumerable<IPlatformWatch> watches, TimeProvider clock)
    {
        var now = Instants.Truncate(clock.GetUtcNow());
        var seen = new List<PlatformConcernResource>();
        foreach (var watch in watches) seen.AddRange((await watch.LookAsync(now, work.Canceled)).Select(s => new PlatformConcernResource(null, s.Kind, s.Subject, s.Count, s.Since)));
        foreach (var own in await work.Db.Set<Concern>().AsNoTracking().Where(c => c.TenantId == Caller.PlatformTenant && OfWorkers.Contains(c.Kind)).ToListAsync(work.Canceled))
            if (!seen.Exists(s => s.Kind == own.Kind && s.Subject == own.Subject)) seen.Add(new PlatformConcernResource(null, own.Kind, own.Subject, own.Count, own.Since));
        var told = work.Db.Set<Concern>().AsNoTracking().Where(c => c.TenantId != Caller.PlatformTenant && !WorkKinds.Contains(c.Kind));
        var count = await told.LongCountAsync(work.Canceled) + seen.Count;
        foreach (var c in await told.OrderBy(c => c.Kind).ThenBy(c => c.Since).Take(Most).ToListAsync(work.Canceled)) seen.Add(new PlatformConcernResource(c.TenantId, c.Kind, c.Subject, c.Count, c.Since));
        return Answer.Ok(new PlatformStatusResource(StateOf(seen.Count), now, [.. seen.OrderBy(s => s.Kind, StringComparer.Ordinal).Take(Most)], count));
    }

    // Workers know of these by themselves, and whoever answers may be none: what they told stands for what would be looked at.
    private static readonly string[] OfWorkers = ["sweep_failing", "broker_away"];

    private static readonly string[] WorkKinds = ["jobs_late", "jobs_dead", "events_late"];

    private static PlatformState StateOf(int concerns) => concerns > 0 ? PlatformState.Attention : PlatformState.Ok;
}
