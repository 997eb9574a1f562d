using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Tenancy;

/// <summary>The caller's own tenant. <paramref name="Now"/> is what time it is for it.</summary>
public sealed record TenantResource(TenantId Id, TenantMode Mode, DateTimeOffset Now, bool ClockSet, DateTimeOffset CreatedAt);

/// <summary>Sets a test tenant's clock to an instant, from which it runs on; null gives it real time back.</summary>
public sealed record NewClock(DateTimeOffset? Now);

internal static class TenantRoutes
{
    public static void Map(RouteGroupBuilder tenant)
    {
        tenant.MapGet("", GetAsync).Requires(Scopes.TenantRead).WithSummary("Read the caller's tenant").Produces<TenantResource>();
        tenant.MapPut("/clock", SetClockAsync).Requires(Scopes.TenantManage)
            .WithSummary("Set the clock of a test tenant").Produces<TenantResource>().ProducesRefusals(400, 409, 422);
    }

    private static async Task<IResult> GetAsync(Work work) => Answer.Ok(View(await LoadAsync(work), work.Now));

    private static async Task<IResult> SetClockAsync(Body<NewClock> body, Work work, CallerDirectory directory, TenantClocks clocks, IEnumerable<DueWhenClockMoves> due, Signals signals, TimeProvider clock)
    {
        var tenant = await LoadAsync(work);
        if (tenant.Mode != TenantMode.Test) return Refused.Because(Error.Conflict("clock_not_settable", "Only a test tenant's clock can be set."));
        var real = Instants.Truncate(clock.GetUtcNow());
        if (body.Value.Now is { } wanted && (wanted - real).Duration() > TimeSpan.FromDays(3653))
            return Refused.Because(Error.Invalid("out_of_range", "At most ten years from now.", new FieldError("/now", "out_of_range", "At most ten years from now.")));
        tenant.ClockOffset = body.Value.Now is { } now ? now - real : TimeSpan.Zero;
        work.Record("tenant.clock_set", tenant.Id.ToString(), details: new { now = body.Value.Now });
        // Not before every process has forgotten the former clock.
        foreach (var job in due) work.Db.Enqueue(job.Kind, work.Tenant.Value, work.Now, TenantClocks.Remember * 2);
        await work.Db.CommitAsync(work.Canceled);
        directory.Forget();
        clocks.Forget(tenant.Id);
        signals.Jobs.Set();
        return Answer.Ok(View(tenant, real + tenant.ClockOffset));
    }

    private static Task<Tenant> LoadAsync(Work work) => work.Db.Set<Tenant>().SingleAsync(t => t.Id == work.Tenant, work.Canceled);

    private static TenantResource View(Tenant tenant, DateTimeOffset now) => new(tenant.Id, tenant.Mode, now, tenant.ClockOffset != TimeSpan.Zero, tenant.CreatedAt);
}
