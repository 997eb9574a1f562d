using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>
/// Looks whether every list in use was swept: a sweep that never began or does not end is told, by event, log and metric, again every hour, and its job is
/// promised anew.
/// </summary>
internal sealed partial class SweepWatch(ScreeningLists lists, TimeProvider clock, ILogger<SweepWatch> log) : ITenantSweep
{
    /// <summary>A sweep of a hundred thousand parties takes about a minute.</summary>
    internal static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan SayAgain = TimeSpan.FromHours(1);

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        // Imports happen at the real time, whatever a test tenant's clock says.
        var official = lists.Current?.Official.Values.Where(l => clock.GetUtcNow() - l.ImportedAt > Late).ToList() ?? [];
        if (official.Count == 0) return;
        var imports = official.ConvertAll(l => l.Id);
        var sweeps = await work.Db.Set<ScreeningSweep>().Where(s => imports.Contains(s.ToImport)).ToListAsync(ct);
        foreach (var list in official)
        {
            var sweep = sweeps.Find(s => s.ToImport == list.Id);
            if (sweep is { Status: not SweepStatus.Running } || sweep?.LateAt > work.Now - SayAgain || sweep?.StartedAt > work.Now - Late) continue;
            // Whoever was first screened after the import was screened in it.
            if (!await work.Db.Set<MonitoredParty>().AnyAsync(p => p.ScreenedAt < list.ImportedAt, ct)) continue;
            Tell(work, list, sweep ?? SweepParties.Begin(work, list, null));
        }
        await work.Db.CommitAsync(ct);
    }

    private void Tell(TenantWork work, LoadedList list, ScreeningSweep sweep)
    {
        sweep.LateAt = work.Now;
        work.Db.Record(Actor.Automation, work.Now, "screening.sweep_late", sweep.Id.ToString(), details: new { list = sweep.ListKey, sweep.Parties, snapshot = sweep.ToSnapshot });
        work.Db.Enqueue(SweepParties.Job, list.Id, work.Now);
        SweepMeter.Count(sweep.ListKey, "late");
        IsLate(log, sweep.ListKey, sweep.Id, list.ImportedAt);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep {Sweep} of the list {List}, imported at {ImportedAt}, is late: parties were not held against it")]
    private static partial void IsLate(ILogger log, string list, SweepId sweep, DateTimeOffset importedAt);
}
