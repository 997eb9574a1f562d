using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>A dead job that nobody revived in 90 days is dropped; its death stays in the audit trail.</summary>
internal sealed class DropDeadJobs(NpgsqlDataSource source, TimeProvider clock) : ITenantSweep
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private const string Drop = "DELETE FROM jobs WHERE tenant_id = $1 AND id IN (SELECT id FROM jobs WHERE tenant_id = $1 AND dead_at < $2 LIMIT $3)";

    public TimeSpan Every => TimeSpan.FromHours(1);

    // By real time, also where a test tenant's clock is ahead: the work is the platform's own.
    public Task RunAsync(TenantWork work, CancellationToken ct) => OldRows.DropAsync(work, source, Drop, clock.GetUtcNow() - Kept, ct);
}
