using KybPlatform.Api.Jobs;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Webhooks;

/// <summary>Endpoints that have failed for ten minutes, those that were disabled because of it, and deliveries that are due and that nobody sends.</summary>
internal sealed class WebhookWatch(TimeProvider clock) : ITenantWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Patience;
        var failing = await work.Db.Set<WebhookLane>().AsNoTracking().Where(l => l.TenantId == work.Tenant && l.FailingSince < before).ToListAsync(ct);
        var (now, due) = (before + Patience, before + Patience - Late);
        // Due by the platform's clock, and in nobody's hands: no worker runs, or none gets to it.
        var late = await work.Db.Set<WebhookLane>().AsNoTracking().Where(l => l.TenantId == work.Tenant && l.DueAt < due && l.LeasedUntil < now).Select(l => l.DueAt!.Value).ToListAsync(ct);
        var disabled = await work.Db.Set<WebhookEndpoint>().AsNoTracking()
            .Where(e => e.DisabledReason == WebhookDisabledReason.Failing || e.DisabledReason == WebhookDisabledReason.Gone).ToListAsync(ct);
        return
        [
            .. failing.Select(l => new Sighting("endpoint_failing", new WebhookEndpointId(l.EndpointId).ToString(), l.Failures, l.FailingSince!.Value)),
            .. late.Count == 0 ? [] : new[] { new Sighting("deliveries_late", "endpoints", late.Count, late.Min()) },
            .. disabled.Select(e => new Sighting("endpoint_disabled", e.Id.ToString(), 1, e.DisabledAt!.Value)),
        ];
    }
}
