using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>The one row that every change of a tenant's layer passes through.</summary>
internal static class Layers
{
    /// <summary>Counts a change in the unit of work; the commit is refused as stale where somebody else was faster.</summary>
    /// <returns>The layer, and the generation that it will have.</returns>
    public static async Task<(PolicyLayer Layer, int Generation)> TouchAsync(PlatformDb db, TenantId tenant, DateTimeOffset realNow, CancellationToken ct)
    {
        if (await db.Set<PolicyLayer>().SingleOrDefaultAsync(l => l.TenantId == tenant, ct) is { } layer)
        {
            // Later than before, even within a microsecond: an unchanged row would not be written.
            layer.ChangedAt = realNow > layer.ChangedAt ? realNow : layer.ChangedAt.AddTicks(TimeSpan.TicksPerMicrosecond);
            return (layer, layer.Version + 1);
        }
        layer = new PolicyLayer { TenantId = tenant, ChangedAt = realNow };
        db.Add(layer);
        return (layer, 1);
    }
}
