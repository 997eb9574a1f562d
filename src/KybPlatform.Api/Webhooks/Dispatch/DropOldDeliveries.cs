using KybPlatform.Api.Jobs;
using Npgsql;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>The log of deliveries is kept for 30 days; nothing pending is that old.</summary>
internal sealed class DropOldDeliveries(NpgsqlDataSource source, TimeProvider clock) : ITenantSweep
{
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Ids are made in real time, never after the delivery: the old ones are the lowest, and only those are looked at. What somebody asked for again is as old as
    // that, and stands in nobody's way.
    internal const string Drop = """
        DELETE FROM webhook_deliveries WHERE tenant_id = $1
            AND id IN (SELECT id FROM webhook_deliveries WHERE tenant_id = $1 AND id <= $4 AND greatest(created_at, last_attempt_at) < $2 AND status <> 'pending' ORDER BY id LIMIT $3)
        """;

    public TimeSpan Every => TimeSpan.FromHours(1);

    // By real time, also where a test tenant's clock is ahead: attempts are made in real time.
    public Task RunAsync(TenantWork work, CancellationToken ct) => OldRows.DropAsync(work, source, Drop, clock.GetUtcNow() - Kept, ct);
}
