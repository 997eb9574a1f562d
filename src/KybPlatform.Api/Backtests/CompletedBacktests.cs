using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Backtests;

/// <summary>Finds what was tried before.</summary>
internal sealed class CompletedBacktests : IBacktests
{
    public async Task<CompletedBacktest?> LastAsync(PlatformDb db, string hash, CancellationToken ct)
    {
        var row = await db.Set<Backtest>().AsNoTracking()
            .Where(b => b.State == BacktestState.Completed && b.Hashes.Contains(hash)).OrderByDescending(b => b.Id).FirstOrDefaultAsync(ct);
        return row is null ? null : new CompletedBacktest(row.Id, row.ReportHash!, row.Flips, row.FinishedAt!.Value);
    }
}
