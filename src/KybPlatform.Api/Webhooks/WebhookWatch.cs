using KybPlatform.Api.Jobs;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Webhooks;

/// <summary>Endpoints that have failed for ten minutes, and those that were disabled because of it.</summary>
internal sealed class WebhookWatch(TimeProvider clock) : ITenantWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Patience;
        var failing = await work.Db.Set<WebhookLane>().AsNoTracking().Where(l => l.TenantId == work.Tenant && l.FailingSince < before).ToListAsync(ct);
        var disabled = await work.Db.Set<WebhookEndpoint>().AsNoTracking()
            .Where(e => e.DisabledReason == WebhookDisabledReason.Failing || e.DisabledReason == WebhookDisabledReason.Gone).ToListAsync(ct);
        return
        [
            .. failing.Select(l => new Sighting("endpoint_failing", new WebhookEndpointId(l.EndpointId).ToString(), l.Failures, l.FailingSince!.Value)),
            .. disabled.Select(e => new Sighting("endpoint_disabled", e.Id.ToString(), 1, e.DisabledAt!.Value)),
        ];
    }
}
