using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Policies.Contracts;

namespace KybPlatform.Api.Backtests;

/// <summary>Some seconds of counting: what a backtest and a shadow evaluation do between two commits.</summary>
internal sealed class BacktestSlice(IPastDecisions past, IPolicyBook policies, TimeProvider clock)
{
    /// <summary>Well below the lease of a job.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    /// <summary>One is left to whatever else goes on here.</summary>
    private static readonly int Cores = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Counts on from where the backtest stands; what was counted is written with its next commit.</summary>
    /// <returns>What is counted now, and whether nothing is left to count.</returns>
    public async Task<(Tally Tally, bool Ended)> AdvanceAsync(TenantWork work, Backtest backtest, Guid upto, CancellationToken ct)
    {
        var filter = Filter(backtest, upto);
        if (backtest is { Total: null, IsShadow: false })
        {
            var (total, draw) = await past.MeasureAsync(work.Tenant, filter, backtest.Sample, ct);
            backtest.Measured(total, draw);
            filter = Filter(backtest, upto);
        }
        var tally = Tally.FromJson(backtest.Tally);
        var candidates = await BacktestPolicies.ReadAsync(work.Db, policies, backtest, ct);
        var (begun, before) = (clock.GetTimestamp(), tally.Considered);
        var (cursor, ended) = await new PastEvaluation(past, work.Tenant, filter, candidates, Cores).CountAsync(backtest.Cursor, tally, () => clock.GetElapsedTime(begun) < Length, ct);
        if (tally.Considered > before) backtest.Advance(cursor, tally.Considered, tally.ToJson().ToJsonString(), tally.Flips);
        return (tally, ended);
    }

    private static PastDecisionFilter Filter(Backtest backtest, Guid upto) =>
        new(backtest.Country, backtest.SenderType, backtest.MadeFrom, backtest.MadeBefore, upto, backtest.Draw);
}
