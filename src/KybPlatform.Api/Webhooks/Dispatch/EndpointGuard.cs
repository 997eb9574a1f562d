using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>Tells a tenant that an endpoint fails, and disables one that failed for too long or is gone; both as events and in the audit trail.</summary>
internal sealed partial class EndpointGuard(IServiceScopeFactory scopes, ITenantClock tenants, Signals signals, TimeProvider clock, ILogger<EndpointGuard> log)
{
    public Task TellAsync(HeldLane lane, LaneState state) => WithAsync(lane, (db, endpoint, now) =>
    {
        db.Record(Actor.Automation, now, "webhook_endpoint.failing", endpoint.Id.ToString(), details: new { state.Failures, failing_since = state.FailingSince });
        return true;
    });

    public Task DisableAsync(HeldLane lane, WebhookDisabledReason reason) => WithAsync(lane, (db, endpoint, now) =>
    {
        if (endpoint.Disable(reason, Instants.Truncate(clock.GetUtcNow())) is not null) return false;
        EndpointStop.Stop(db, endpoint, "endpoint_disabled");
        db.Record(Actor.Automation, now, "webhook_endpoint.disabled", endpoint.Id.ToString(), details: new { reason });
        Disabled(log, endpoint.Id, lane.Tenant, reason);
        return true;
    });

    private async Task WithAsync(HeldLane lane, Func<PlatformDb, WebhookEndpoint, DateTimeOffset, bool> change)
    {
        if (await tenants.FindAsync(lane.Tenant, CancellationToken.None) is not { } tenant) return;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(lane.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var id = new WebhookEndpointId(lane.Endpoint);
        if (await db.Set<WebhookEndpoint>().SingleOrDefaultAsync(e => e.Id == id) is not { } endpoint) return;
        if (!change(db, endpoint, Instants.Truncate(clock.GetUtcNow()) + tenant.Offset)) return;
        try
        {
            await db.CommitAsync(CancellationToken.None);
            signals.Events.Set();
        }
        catch (ConflictException)
        {
            // Somebody changed the endpoint at this moment: the next failure looks again.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Endpoint} of {Tenant} was disabled: {Reason}")]
    private static partial void Disabled(ILogger log, WebhookEndpointId endpoint, TenantId tenant, WebhookDisabledReason reason);
}
