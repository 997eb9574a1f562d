using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>
/// A list changed: every monitored party of the tenant is held against what changed. Goes on page by page, each in its own commit, so that whoever dies midway
/// loses a page; and gives the worker back after some seconds.
/// </summary>
internal sealed class SweepParties(SweepPage page, ListDeltas deltas, ScreeningLists lists, TimeProvider clock, Signals signals) : IJobHandler
{
    /// <summary>The job; its subject is the import.</summary>
    public const string Job = "screening.sweep";

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Overtaken = TimeSpan.FromMilliseconds(200);

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        await lists.RefreshAsync(ct);
        TimeSpan? next = TimeSpan.Zero;
        while (next == TimeSpan.Zero && clock.GetElapsedTime(begun) < Turn)
        {
            next = await StepAsync(job.Subject, work, ct);
            if (next is null) work.Db.Finish(job);
            await work.Db.CommitAsync(ct);
            work.Db.ChangeTracker.Clear();
        }
        if (next is { } pause)
        {
            work.Db.Finish(job);
            work.Db.Enqueue(Job, job.Subject, work.Now, pause);
            await work.Db.CommitAsync(ct);
            signals.Jobs.Set();
        }
        signals.Events.Set();
    }

    /// <returns>After how long the sweep goes on; null where it is over.</returns>
    private async Task<TimeSpan?> StepAsync(Guid import, TenantWork work, CancellationToken ct)
    {
        var sweep = await work.Db.Set<ScreeningSweep>().SingleOrDefaultAsync(s => s.ToImport == import, ct);
        if (sweep is not null and not { Status: SweepStatus.Running }) return null;
        var loaded = lists.Current!;
        // Nobody is held against what cannot be read: whoever can read it, here or elsewhere, goes on.
        if (loaded.Unreadable.Values.FirstOrDefault(l => l.Id == import) is { } broken) return broken.Pause;
        var list = loaded.Official.Values.FirstOrDefault(l => l.Id == import);
        if (list is null)
        {
            // A newer issue is in use: its sweep covers this one's work.
            if (sweep is not null) (sweep.Status, sweep.EndedAt) = (SweepStatus.Superseded, work.Now);
            return null;
        }
        var key = list.Snapshot.ListKey;
        var last = await work.Db.Set<ScreeningSweep>().AsNoTracking().Where(s => s.ListKey == key && s.Status == SweepStatus.Completed).OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct);
        // Between two looks a newer issue came, or the list cannot be read any more: the next step sees which.
        if (await deltas.FindAsync(key, last?.ToImport, import, ct) is not { } delta) return Overtaken;
        sweep ??= Begin(work, list, delta);
        (sweep.Arrived, sweep.Departed, sweep.FromSnapshot) = (delta.ArrivedCount, delta.DepartedCount, delta.FromSnapshot);
        if (await page.TakeAsync(work, sweep, delta, ct)) return TimeSpan.Zero;
        (sweep.Status, sweep.EndedAt) = (SweepStatus.Completed, work.Now);
        work.Db.Record(Actor.Automation, work.Now, "screening.sweep_completed", sweep.Id.ToString(), details: new { list = key, sweep.Parties, sweep.Changes, snapshot = sweep.ToSnapshot });
        SweepMeter.Count(key, "completed");
        return null;
    }

    internal static ScreeningSweep Begin(TenantWork work, LoadedList list, ListDelta? delta)
    {
        var sweep = new ScreeningSweep
        {
            TenantId = work.Tenant,
            Id = PublicId.New<SweepId>(work.Now),
            ListKey = list.Snapshot.ListKey,
            FromSnapshot = delta?.FromSnapshot,
            ToSnapshot = $"sha256:{list.Snapshot.Sha256}",
            ToImport = list.Id,
            StartedAt = work.Now,
        };
        work.Db.Add(sweep);
        return sweep;
    }
}
