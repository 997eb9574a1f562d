using System.Text.Json;

namespace KybPlatform.Policies;

/// <summary>
/// The receipt of one evaluation. The same facts, policy, options and domain answers give the same bytes from <see cref="WriteTo"/>, now and later under the same <see cref="Semantics"/>.
/// </summary>
public sealed class PolicyEvaluation
{
    /// <summary>Which reading of policies this build has. Raised when the same inputs would give another result or other bytes.</summary>
    public const int Semantics = 1;

    internal PolicyEvaluation(ResolvedPolicy policy, FactDocument facts, EvaluationOptions options)
    {
        Policy = policy;
        Facts = facts;
        Options = options;
    }

    public ResolvedPolicy Policy { get; }
    public EvaluationOptions Options { get; }

    /// <summary>What happens next.</summary>
    public Outcome Outcome { get; private set; }

    /// <summary>A person must look once the applicant has given what is asked for now.</summary>
    public bool ReviewAfterwards { get; private set; }

    /// <summary>Only with a decline: whether it may be tried again. False as soon as one reason says so.</summary>
    public bool Retryable { get; private set; } = true;

    /// <summary>Why the outcome is what it is, without repetition; empty for an approval.</summary>
    public IReadOnlyList<ReasonCode> Reasons { get; private set; } = [];

    /// <summary>Everything that spoke against an approval, milder things than the outcome included.</summary>
    public IReadOnlyList<Contribution> Contributions { get; private set; } = [];

    /// <summary>One for each requirement, in the order of the policy.</summary>
    public IReadOnlyList<RequirementResult> Requirements { get; internal init; } = [];

    public IReadOnlyList<RuleResult> Rules { get; internal init; } = [];
    public IReadOnlyList<TableResult> Tables { get; internal init; } = [];
    public RiskResult Risk { get; internal init; } = new(0, Documents.RiskThresholds.None, [], false);

    /// <summary>What domain functions were asked and answered. Holds facts in the clear: store it as the facts are stored.</summary>
    public IReadOnlyList<DomainCall> DomainCalls { get; internal init; } = [];

    internal FactDocument Facts { get; }

    /// <summary>What is due from whom, in the shape callers work through.</summary>
    public RequirementsDue Due() => RequirementsDue.Of(this);

    /// <summary>The whole receipt. Values that are about persons are masked.</summary>
    public void WriteTo(Utf8JsonWriter writer) => EvaluationWriter.Write(writer, this);

    /// <summary>The same in the shape of Twilio Trust Hub evaluations.</summary>
    public void WriteTrustHubTo(Utf8JsonWriter writer) => TrustHubProjection.Write(writer, this);

    internal PolicyEvaluation Concluded(Outcome outcome, bool reviewAfterwards, List<Contribution> contributions)
    {
        Outcome = outcome;
        ReviewAfterwards = reviewAfterwards;
        if (contributions.Count == 0) return this;
        Contributions = contributions;
        var reasons = new List<ReasonCode>();
        foreach (var contribution in contributions)
        {
            if (contribution.Outcome != outcome) continue;
            Retryable &= contribution.Retryable;
            var reason = ReasonCodes.Get(contribution.Reason);
            if (!reasons.Contains(reason)) reasons.Add(reason);
        }

        Reasons = reasons;
        return this;
    }
}
