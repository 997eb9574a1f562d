using KybPlatform.Api.Jobs;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows;

/// <summary>Runs that failed and wait for a person, runs and batches that stand still, and waits that are past their deadline; by workflow.</summary>
internal sealed class WorkflowWatch : ITenantWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>What failed longer ago was seen, or nobody will.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct)
    {
        var (late, old, runs) = (work.Now - Patience, work.Now - Remembered, work.Db.Set<WorkflowRun>().AsNoTracking());
        var failed = await runs.Where(r => r.Status == RunStatus.Failed && r.EndedAt > old).GroupBy(r => r.Workflow).Select(g => new { g.Key, Count = g.LongCount(), Since = g.Min(r => r.EndedAt) }).ToListAsync(ct);
        var stuck = await runs.Where(r => r.Status == RunStatus.Running && r.UpdatedAt < late && (r.DueAt == null || r.DueAt < late)).GroupBy(r => r.Workflow)
            .Select(g => new { g.Key, Count = g.LongCount(), Since = (DateTimeOffset?)g.Min(r => r.UpdatedAt) }).ToListAsync(ct);
        var overdue = await runs.Where(r => r.Status == RunStatus.Waiting && r.DueAt < late).GroupBy(r => r.Workflow).Select(g => new { g.Key, Count = g.LongCount(), Since = g.Min(r => r.DueAt) }).ToListAsync(ct);
        var batches = await work.Db.Set<WorkflowBatch>().AsNoTracking().Where(b => b.Status == BatchStatus.Running && b.UpdatedAt < late).GroupBy(b => b.Workflow)
            .Select(g => new { g.Key, Count = g.LongCount(), Since = g.Min(b => b.UpdatedAt) }).ToListAsync(ct);
        return
        [
            .. failed.Select(f => new Sighting("workflow_runs_failed", f.Key, f.Count, f.Since!.Value)),
            .. stuck.Select(s => new Sighting("workflow_runs_stuck", s.Key, s.Count, s.Since!.Value)),
            .. batches.Select(b => new Sighting("workflow_batches_stuck", b.Key, b.Count, b.Since)),
            .. overdue.Select(o => new Sighting("workflow_waits_overdue", o.Key, o.Count, o.Since!.Value)),
        ];
    }
}
