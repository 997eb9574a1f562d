using System.Numerics;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>Folds what conditions and tables said into one outcome, as <see cref="Evaluator"/> does where no requirement asks for anything.</summary>
internal static class RowConclusion
{
    private const int BitsOfWord = 64;

    public static void Conclude(ResolvedPolicy policy, EvaluationOptions options, RowTable[] tables, RowVerdict verdict)
    {
        var (compiled, doubt) = (policy.Compiled, options.RetryScheduled ? Outcome.Pending : Outcome.Review);
        var fold = new Fold(policy.NotOffered ? Outcome.Decline : Outcome.Approve);
        for (var word = 0; word < verdict.Matched.Length; word++)
        {
            for (var bits = verdict.Matched[word]; bits != 0; bits &= bits - 1)
            {
                var at = word * BitsOfWord + BitOperations.TrailingZeroCount(bits);
                if (at < compiled.Rules.Length) fold.Add(compiled.Rules[at].Source.Outcome);
                else fold.Points += compiled.Risk[at - compiled.Rules.Length].Source.Points;
            }

            if (verdict.Unknown[word] != 0) fold.Add(doubt);
            if (verdict.Failed[word] != 0) fold.Add(Outcome.Review);
        }

        for (var i = 0; i < tables.Length; i++) Add(ref fold, tables[i], verdict.Decision(i), doubt);
        var thresholds = policy.Document.Thresholds;
        if (fold.Points >= thresholds.Decline) fold.Add(Outcome.Decline);
        else if (fold.Points >= thresholds.Review) fold.Add(Outcome.Review);
        Settle(policy, options, fold, verdict);
    }

    private static void Add(ref Fold fold, RowTable table, TableDecision decision, Outcome doubt)
    {
        fold.Points += decision.Points;
        if (!table.Table.Acts) return;
        if (decision.Result.Outcome == RuleOutcome.Unknown) fold.Add(doubt);
        else if (decision.Result.Outcome == RuleOutcome.Error) fold.Add(Outcome.Review);
        else fold.Add(decision.Contribution);
    }

    private static void Settle(ResolvedPolicy policy, EvaluationOptions options, Fold fold, RowVerdict verdict)
    {
        verdict.Points = fold.Points;
        verdict.ReviewAfterwards = fold is { Worst: Outcome.Review, Asks: true };
        verdict.Outcome = verdict.ReviewAfterwards ? Outcome.RequestInformation
            : fold.Worst == Outcome.Approve && options is { Live: true, Attested: false } && policy.Certainty != Certainty.Documented ? Outcome.Review
            : fold.Worst;
    }

    private struct Fold(Outcome worst)
    {
        public int Points;

        public Outcome Worst { get; private set; } = worst;

        public bool Asks { get; private set; }

        public void Add(Outcome outcome)
        {
            if (outcome > Worst) Worst = outcome;
            Asks |= outcome == Outcome.RequestInformation;
        }
    }
}
