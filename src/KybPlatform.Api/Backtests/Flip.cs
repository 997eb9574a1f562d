using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies;

namespace KybPlatform.Api.Backtests;

/// <summary>What another outcome would mean for the applicant.</summary>
public enum FlipKind
{
    /// <summary>Asked for something that was never collected, or waits for a check that never ran.</summary>
    WouldBeAsked,

    /// <summary>Does not hold against what was collected.</summary>
    WouldFail,

    /// <summary>Would have had it easier.</summary>
    WouldEase,
}

/// <summary>What a changed outcome comes from: a requirement, rule, table or risk of the candidate, or where it is milder, a reason that fell away.</summary>
internal readonly record struct FlipCause(string Source, string Key, string Reason);

/// <summary>One decision that would have come out otherwise.</summary>
internal sealed record Flip(FlipKind Kind, IReadOnlyList<FlipCause> Causes)
{
    /// <param name="recordedReasons">Codes of the recorded decision: asked for only where the candidate is milder.</param>
    public static Flip Of(DecisionOutcome before, DecisionOutcome after, PolicyEvaluation evaluation, Func<IEnumerable<string>> recordedReasons)
    {
        if (IsMilder(before, after)) return new Flip(FlipKind.WouldEase, [.. recordedReasons().Distinct(StringComparer.Ordinal).Select(r => new FlipCause("reason", r, r))]);
        var deciding = evaluation.Contributions.Where(c => c.Outcome == evaluation.Outcome).ToList();
        var kind = deciding.TrueForAll(c => WasNeverCollected(c, evaluation)) ? FlipKind.WouldBeAsked : FlipKind.WouldFail;
        return new Flip(kind, [.. deciding.Select(c => new FlipCause(c.Source, c.Key, c.Reason)).Distinct()]);
    }

    public static DecisionOutcome OutcomeOf(PolicyEvaluation evaluation) => evaluation.Outcome switch
    {
        Outcome.Approve => DecisionOutcome.Approve,
        Outcome.RequestInformation => DecisionOutcome.RequestInformation,
        Outcome.Review or Outcome.Pending => DecisionOutcome.Review,
        Outcome.Decline => DecisionOutcome.Decline,
        _ => throw new InvalidOperationException(),
    };

    private static bool IsMilder(DecisionOutcome before, DecisionOutcome after) =>
        before == DecisionOutcome.Decline || (Rank(after) < Rank(before) && after != DecisionOutcome.RequestInformation);

    private static int Rank(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Approve => 0,
        DecisionOutcome.RequestInformation => 1,
        DecisionOutcome.Review => 2,
        DecisionOutcome.Decline => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static bool WasNeverCollected(Contribution contribution, PolicyEvaluation evaluation)
    {
        // Of the policy itself: what is not known of the use case might lead to another one.
        if (contribution.Source == "policy") return contribution.Reason == "field_missing";
        if (contribution.Source != "requirement") return contribution.Reason is "expression_unknown" or "risk_unknown";
        foreach (var result in evaluation.Requirements)
        {
            if (result.Key == contribution.Key) return result.Outcome is RequirementOutcome.Missing or RequirementOutcome.Unknown or RequirementOutcome.Pending;
        }
        return false;
    }

    internal static string Name(FlipKind kind) => SnakeCase.Of(kind);
}
