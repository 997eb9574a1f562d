using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Backtests.Contracts;

/// <summary>A backtest that came to its end.</summary>
/// <param name="ReportHash"><c>sha256:…</c> of the report's bytes.</param>
/// <param name="Decisions">How many past decisions it looked at.</param>
public sealed record CompletedBacktest(BacktestId Id, string ReportHash, long Decisions, long Flips, DateTimeOffset At);

/// <summary>What other capabilities ask of backtests.</summary>
public interface IBacktests
{
    /// <summary>The last completed backtest of exactly each of these contents.</summary>
    /// <param name="hashes">Of the resolved content of policies.</param>
    /// <returns>By hash; without those that nobody has tried.</returns>
    Task<IReadOnlyDictionary<string, CompletedBacktest>> LastAsync(PlatformDb db, IReadOnlyCollection<string> hashes, CancellationToken ct);
}
