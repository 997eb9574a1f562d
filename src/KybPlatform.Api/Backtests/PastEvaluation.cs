using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Backtests;

/// <summary>Evaluates past decisions by candidates and counts what comes out. No provider is asked, nothing is traced, nothing is written.</summary>
/// <param name="cores">How many threads share a batch.</param>
internal sealed class PastEvaluation(IPastDecisions past, TenantId tenant, PastDecisionFilter filter, BacktestPolicies policies, int cores)
{
    /// <summary>Rows at a time: this batch, and the next one on its way, are what a run holds in memory.</summary>
    internal const int Batch = 1_000;

    /// <summary>Counts on from a place, as long as it may.</summary>
    /// <returns>Up to where was counted, and whether that is the end.</returns>
    public async Task<(Guid Cursor, bool Ended)> CountAsync(Guid after, Tally tally, Func<bool> mayGoOn, CancellationToken ct)
    {
        var (cursor, next) = (after, ReadAsync(after, ct));
        while (true)
        {
            using var batch = await next;
            var last = batch.Decisions.Count < Batch;
            if (batch.Decisions.Count > 0) cursor = batch.Decisions[^1].Id.Value;
            var goesOn = !last && mayGoOn();
            if (goesOn) next = ReadAsync(cursor, ct);
            tally.Add(Count(batch));
            if (!goesOn) return (cursor, last);
        }
    }

    private Task<IPastBatch> ReadAsync(Guid after, CancellationToken ct) => past.ReadAsync(tenant, filter, after, Batch, policies.NeedOpenFactsOnly, ct);

    private Tally Count(IPastBatch batch)
    {
        var (rows, tally) = (batch.Decisions.Count, new Tally());
        if (cores == 1 || rows < 2)
        {
            for (var i = 0; i < rows; i++) One(batch, i, tally);
            return tally;
        }
        Parallel.For(
            0, rows, new ParallelOptions { MaxDegreeOfParallelism = cores }, () => new Tally(),
            (i, _, own) =>
            {
                One(batch, i, own);
                return own;
            },
            own =>
            {
                lock (tally) tally.Add(own);
            });
        return tally;
    }

    private void One(IPastBatch batch, int index, Tally tally)
    {
        if (batch.Evidence(index) is not { } evidence)
        {
            tally.AddErased();
            return;
        }
        var known = ReceiptEvidence.Read(evidence, trace: false, recompute: true);
        if (policies.For(known.Facts) is not var (policy, undecided))
        {
            tally.AddNotCovered();
            return;
        }
        var (decision, evaluation) = (batch.Decisions[index], policy.Evaluate(known.Facts, known.Options with { Undecided = undecided }));
        var after = Flip.OutcomeOf(evaluation);
        tally.Add(decision, after, after == decision.Outcome ? null : Flip.Of(decision.Outcome, after, evaluation, () => Codes(decision.Reasons)));
    }

    private static List<string> Codes(string reasons)
    {
        using var json = JsonDocument.Parse(reasons);
        return [.. json.RootElement.EnumerateArray().Select(r => r.GetProperty("code").GetString()!)];
    }
}
