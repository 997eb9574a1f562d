using System.Numerics;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>Folds what conditions and tables said into one outcome, as <see cref="Evaluator"/> does where no requirement asks for anything.</summary>
internal sealed class RowConclusion(ResolvedPolicy policy, EvaluationOptions options)
{
    private const int BitsOfWord = 64;
    private readonly Word[] _words = Words([.. policy.Compiled.Rules.Select(r => r.Source.Outcome)], policy.Compiled.Risk.Length);
    private readonly int _rules = policy.Compiled.Rules.Length;
    private readonly int[] _pointsOfRisk = [.. policy.Compiled.Risk.Select(r => r.Source.Points)];
    private readonly Outcome _atFirst = policy.NotOffered ? Outcome.Decline : Outcome.Approve;
    private readonly Outcome _doubt = options.RetryScheduled ? Outcome.Pending : Outcome.Review;
    private readonly long _review = policy.Document.Thresholds.Review ?? long.MaxValue;
    private readonly long _decline = policy.Document.Thresholds.Decline ?? long.MaxValue;

    /// <summary>What an approval becomes: below documented certainty, a live tenant that has not attested the policy gets a review.</summary>
    private readonly Outcome _approval = options is { Live: true, Attested: false } && policy.Certainty != Certainty.Documented ? Outcome.Review : Outcome.Approve;

    public void Conclude(RowTable[] tables, RowVerdict verdict)
    {
        var fold = new Fold(_atFirst);
        var matched = verdict.Matched;
        for (var word = 0; word < matched.Length; word++)
        {
            Add(ref fold, word, matched[word]);
            if (verdict.Unknown[word] != 0) fold.Add(_doubt);
            if (verdict.Failed[word] != 0) fold.Add(Outcome.Review);
        }

        for (var i = 0; i < tables.Length; i++) Add(ref fold, tables[i].Acts, verdict.Decision(i));
        if (fold.Points >= _decline) fold.Add(Outcome.Decline);
        else if (fold.Points >= _review) fold.Add(Outcome.Review);
        verdict.Points = fold.Points;
        verdict.ReviewAfterwards = fold is { Worst: Outcome.Review, Asks: true };
        verdict.Outcome = verdict.ReviewAfterwards ? Outcome.RequestInformation : fold.Worst == Outcome.Approve ? _approval : fold.Worst;
    }

    private void Add(ref Fold fold, int word, ulong matched)
    {
        foreach (var (outcome, rules) in _words[word].Rules)
            if ((matched & rules) != 0) fold.Add(outcome);
        for (var bits = matched & _words[word].Risk; bits != 0; bits &= bits - 1) fold.Points += _pointsOfRisk[word * BitsOfWord + BitOperations.TrailingZeroCount(bits) - _rules];
    }

    private static Word[] Words(Outcome[] rules, int risk) => [.. Enumerable.Range(0, (rules.Length + risk + BitsOfWord - 1) / BitsOfWord).Select(word => new Word(
        [.. rules.Select((outcome, i) => (outcome, i)).Where(r => r.i / BitsOfWord == word).GroupBy(r => r.outcome, (outcome, of) => (outcome, of.Aggregate(0UL, (bits, r) => bits | 1UL << r.i)))],
        Enumerable.Range(rules.Length, risk).Where(i => i / BitsOfWord == word).Aggregate(0UL, (bits, i) => bits | 1UL << i)))];

    private void Add(ref Fold fold, bool acts, TableDecision decision)
    {
        fold.Points += decision.Points;
        if (!acts) return;
        if (decision.Result.Outcome == RuleOutcome.Unknown) fold.Add(_doubt);
        else if (decision.Result.Outcome == RuleOutcome.Error) fold.Add(Outcome.Review);
        else fold.Add(decision.Contribution);
    }

    /// <summary>Of sixty-four conditions: which rules lead to which outcome, and which are factors of risk.</summary>
    private readonly record struct Word((Outcome Outcome, ulong Bits)[] Rules, ulong Risk);

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
