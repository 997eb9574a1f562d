using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>A requirement made ready: paths taken apart, expressions compiled. Immutable, shared by all evaluations.</summary>
internal abstract class CompiledRequirement(Requirement source, Condition? when)
{
    public Requirement Source => source;
    public Condition? When => when;

    /// <summary>What is valid when everything is, where that is known beforehand.</summary>
    public virtual string[]? AllValid => null;

    /// <summary>The fact paths that applicants are asked for by it.</summary>
    public abstract IEnumerable<string> CollectedPaths { get; }

    /// <summary>The expressions it evaluates besides its condition.</summary>
    public virtual Condition? Expression => null;

    protected abstract RequirementResult Check(EvaluationContext context);

    /// <summary>Adds the verifications that would settle it and have no settled answer yet.</summary>
    public virtual void Plan(PlanBuilder plan, EvaluationContext context)
    {
    }

    public RequirementResult Evaluate(EvaluationContext context)
    {
        if (when is null) return Check(context);
        var condition = when.Evaluate(context);
        var result = condition.Truth switch
        {
            Truth.True => Check(context),
            Truth.False => new RequirementResult(this, RequirementOutcome.NotApplicable, null),
            _ => new RequirementResult(this, RequirementOutcome.Unknown, condition.Code) { UnknownPaths = condition.UnknownPaths },
        };
        result.WhenTrace = condition.Trace;
        return result;
    }

    /// <summary>What the outcome leads to. An unknown that hangs on facts which are being asked for is settled by asking.</summary>
    public Outcome Contribution(RequirementResult result, bool retryScheduled, Func<string, bool> isAskedFor) => result.Outcome switch
    {
        RequirementOutcome.Passed or RequirementOutcome.NotApplicable => Outcome.Approve,
        RequirementOutcome.Pending => Outcome.Pending,
        RequirementOutcome.Missing => source.OnMissing ?? RequirementDefaults.OnMissing,
        RequirementOutcome.Failed => source.OnFailed ?? RequirementDefaults.OnFailed(source),
        RequirementOutcome.Unknown when result.Unavailable => Outcome.Review,
        RequirementOutcome.Unknown when result.UnknownPaths.Count > 0 && result.UnknownPaths.All(isAskedFor) => Outcome.RequestInformation,
        RequirementOutcome.Unknown => source.OnUnknown ?? RequirementDefaults.OnUnknown(retryScheduled),
    };
}
