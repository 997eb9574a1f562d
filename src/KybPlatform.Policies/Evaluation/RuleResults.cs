using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Whether a rule applied. An unknown or an error is neither.</summary>
public enum RuleOutcome
{
    Matched,
    NotMatched,
    Unknown,
    Error,
}

/// <summary>How one rule ended, those that did not apply included.</summary>
public sealed record RuleResult(PolicyRule Rule, RuleOutcome Outcome, Outcome Contribution, CelTrace? Trace);

/// <summary>How one risk factor ended. Points count only where it matched.</summary>
public sealed record RiskFactorResult(RiskFactor Factor, RuleOutcome Outcome, CelTrace? Trace);

/// <summary>The risk: points of factors and tables that matched, and the thresholds. With <see cref="IsUnknown"/> the points are not all known.</summary>
public sealed record RiskResult(int Points, RiskThresholds Thresholds, IReadOnlyList<RiskFactorResult> Factors, bool IsUnknown);

/// <summary>Which rows of a table applied (counted from 1), and what they say together. <see cref="Outcome"/> unknown: an input was not known and it matters.</summary>
public sealed record TableResult(DecisionTable Table, RuleOutcome Outcome, IReadOnlyList<int> Rows, IReadOnlyDictionary<string, object> Values, IReadOnlyList<string> UnknownPaths);

/// <summary>Something that speaks for an outcome: a requirement, rule, risk, table, or the policy as a whole.</summary>
public sealed record Contribution(string Source, string Key, Outcome Outcome, string Reason, bool Retryable = true);
