using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Backtests.Contracts;

/// <summary>A backtest that came to its end.</summary>
/// <param name="ReportHash"><c>sha256:…</c> of the report's bytes.</param>
public sealed record CompletedBacktest(BacktestId Id, string ReportHash, long Flips, DateTimeOffset At);

/// <summary>What other capabilities ask of backtests.</summary>
public interface IBacktests
{
    /// <summary>The last completed backtest of exactly this content.</summary>
    /// <param name="hash">Of the resolved content of a policy.</param>
    /// <returns>Null where nobody has tried it.</returns>
    Task<CompletedBacktest?> LastAsync(PlatformDb db, string hash, CancellationToken ct);
}
