using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Backtests;

/// <summary>Finds what was tried before.</summary>
internal sealed class CompletedBacktests : IBacktests
{
    public async Task<IReadOnlyDictionary<string, CompletedBacktest>> LastAsync(PlatformDb db, IReadOnlyCollection<string> hashes, CancellationToken ct)
    {
        var wanted = hashes.Distinct(StringComparer.Ordinal).ToArray();
        // Reports can be long, and nobody asks for them here.
        var rows = await db.Set<Backtest>().AsNoTracking().Where(b => b.State == BacktestState.Completed && b.Hashes.Any(h => wanted.Contains(h))).OrderBy(b => b.Id)
            .Select(b => new { b.Hashes, b.Id, b.ReportHash, b.Done, b.Flips, b.FinishedAt }).ToListAsync(ct);
        var last = new Dictionary<string, CompletedBacktest>(StringComparer.Ordinal);
        foreach (var row in rows)
            foreach (var hash in row.Hashes) last[hash] = new CompletedBacktest(row.Id, row.ReportHash!, row.Done, row.Flips, row.FinishedAt!.Value);
        return last;
    }
}
