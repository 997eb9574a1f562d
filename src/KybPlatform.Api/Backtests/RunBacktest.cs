using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Backtests;

/// <summary>
/// One slice of a backtest: what was counted is committed together with the place it was counted up to and the promise of the next slice.
/// Killed in between, it begins again at that place, and the report has the same bytes.
/// </summary>
internal sealed class RunBacktest(BacktestSlice slice, Signals signals) : IJobHandler
{
    public const string Kind = "backtests.run";

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        var id = new BacktestId(job.Subject);
        if (await work.Db.Set<Backtest>().SingleOrDefaultAsync(b => b.Id == id, ct) is { State: BacktestState.Running } backtest)
        {
            var (tally, ended) = await slice.AdvanceAsync(work, backtest, backtest.Upto, ct);
            if (ended) Complete(work, backtest, tally);
            else work.Db.Enqueue(Kind, job.Subject, work.Now, priority: JobPriority.Bulk);
        }
        work.Db.Finish(job);
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
        signals.Events.Set();
    }

    private static void Complete(TenantWork work, Backtest backtest, Tally tally)
    {
        var (report, hash) = BacktestReport.Final(backtest, tally);
        backtest.Complete(report, hash, work.Now);
        work.Db.Record(Actor.Automation, work.Now, "backtest.completed", backtest.PublicName, details: new { flips = tally.Flips, report = hash });
    }
}
