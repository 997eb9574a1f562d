using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>
/// Promises a step for every run whose time has come and for which none is promised, and a page for every batch that lost its promise: once a minute, after a test tenant's clock was set, and for whatever
/// lost its promise.
/// </summary>
internal static class WakeRuns
{
    private const int AtOnce = 5000;

    /// <summary>What is due sooner than this is promised as a job at once.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    // Runs that stand still without any time to wait for have lost their job; five minutes are more than any step takes.
    private const string Wake = """
        WITH due AS (
            SELECT r.id, greatest(coalesce(r.due_at, $2) - $2, interval '0') AS ahead FROM workflow_runs r
            WHERE r.tenant_id = $1 AND r.status IN ('running', 'waiting') AND (r.due_at <= $2 + interval '1 minute' OR r.expires_at <= $2 OR (r.status = 'running' AND r.due_at IS NULL AND r.updated_at <= $3))
                AND NOT EXISTS (SELECT FROM jobs j WHERE j.tenant_id = $1 AND j.kind = 'workflows.advance' AND j.subject = r.id AND j.due_at <= clock_timestamp() + interval '1 minute')
            LIMIT $4
        ), stopped AS (
            INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts)
            SELECT $1, gen_random_uuid(), 'workflows.batch', b.id, clock_timestamp(), clock_timestamp() + interval '30 seconds', $5, 0 FROM workflow_batches b
            WHERE b.tenant_id = $1 AND b.status = 'running' AND b.updated_at <= $3 AND NOT EXISTS (SELECT FROM jobs j WHERE j.tenant_id = $1 AND j.kind = 'workflows.batch' AND j.subject = b.id)
        )
        INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts)
        SELECT $1, gen_random_uuid(), 'workflows.advance', id, clock_timestamp() + ahead, clock_timestamp() + ahead + interval '30 seconds', $5, 0 FROM due
        """;

    public static NpgsqlBatchCommand Command(TenantWork work)
    {
        var wake = new NpgsqlBatchCommand(Wake);
        wake.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        wake.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now });
        wake.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now.AddMinutes(-5) });
        wake.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AtOnce });
        wake.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        return wake;
    }
}

/// <summary>Once a minute.</summary>
internal sealed class WakeDueRuns(Signals signals) : ITenantSweep
{
    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        work.Db.Extra.Add(WakeRuns.Command(work));
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
    }
}

/// <summary>After a test tenant's clock was set.</summary>
internal sealed class WakeRunsJob(Signals signals) : IJobHandler
{
    public const string Kind = "workflows.wake";

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        work.Db.Finish(job);
        work.Db.Extra.Add(WakeRuns.Command(work));
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
    }
}
