using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Backtests;

/// <summary>Has shadow evaluations catch up with what was decided since: from the frozen facts, long after the answers were given.</summary>
internal sealed class FollowDecisions(BacktestSlice slice) : ITenantSweep
{
    /// <summary>A decision's id is older than its commit: looked at is what certainly is committed.</summary>
    internal static readonly TimeSpan Behind = TimeSpan.FromSeconds(30);

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        foreach (var shadow in await work.Db.Set<Backtest>().Where(b => b.IsShadow && b.State == BacktestState.Running).OrderBy(b => b.Id).ToListAsync(ct))
        {
            await slice.AdvanceAsync(work, shadow, Uuid7.Last(work.Now - Behind), ct);
            await work.Db.CommitAsync(ct);
        }
    }
}
