using KybPlatform.Api.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Workflows;

/// <summary>Runs that ended are kept for as long as the tenant says, with their ledgers; one that is under way is never dropped, however old it is.</summary>
internal sealed class DropOldRuns(NpgsqlDataSource source) : ITenantSweep
{
    /// <summary>Where a tenant says nothing.</summary>
    public const int UsualDays = 400;

    // A failed run that somebody resumes at this moment is held, and left alone.
    private const string Drop = """
        WITH old AS (SELECT id FROM workflow_runs WHERE tenant_id = $1 AND ended_at < $2 AND status IN ('completed', 'failed', 'canceled') ORDER BY ended_at LIMIT $3 FOR UPDATE SKIP LOCKED),
        steps AS (DELETE FROM workflow_run_steps WHERE tenant_id = $1 AND run_id IN (SELECT id FROM old)),
        waits AS (DELETE FROM workflow_waits WHERE tenant_id = $1 AND run_id IN (SELECT id FROM old))
        DELETE FROM workflow_runs WHERE tenant_id = $1 AND id IN (SELECT id FROM old)
        """;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        var days = await work.Db.Set<WorkflowSettings>().AsNoTracking().Select(s => s.KeepRunsDays).SingleOrDefaultAsync(ct) ?? UsualDays;
        await OldRows.DropAsync(work, source, Drop, work.Now.AddDays(-days), ct);
    }
}
