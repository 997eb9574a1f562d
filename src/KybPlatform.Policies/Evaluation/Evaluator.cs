using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>Runs requirements, rules, tables and risk, and folds what they say into one outcome: decline over review over request_information over pending over approve.</summary>
internal static class Evaluator
{
    public static PolicyEvaluation Evaluate(ResolvedPolicy policy, FactDocument facts, EvaluationOptions options)
    {
        var context = new EvaluationContext(facts, options);
        var compiled = policy.Compiled;
        var results = new RequirementResult[compiled.Requirements.Length];
        for (var i = 0; i < results.Length; i++) results[i] = compiled.Requirements[i].Evaluate(context);
        var asked = new AskedFor(results);
        var contributions = new List<Contribution>();
        Requirements(results, asked, options, contributions);
        var rules = Rules(policy, context, asked, contributions);
        var (tables, tablePoints) = Tables(policy, context, asked, contributions);
        var risk = Risk(policy, context, asked, tablePoints, contributions);
        if (options.Undecided.Count > 0) contributions.Add(new Contribution("policy", policy.Key, Outcome.RequestInformation, "field_missing"));
        if (policy.NotOffered) contributions.Add(new Contribution("policy", policy.Key, Outcome.Decline, "sender_type_not_offered"));
        return Conclude(new PolicyEvaluation(policy, facts, options)
        {
            Requirements = results,
            Rules = rules,
            Tables = tables,
            Risk = risk,
            DomainCalls = context.Functions.Calls,
        }, contributions);
    }

    /// <summary>Those that wait for nothing else come first: they say what is being asked for.</summary>
    private static void Requirements(RequirementResult[] results, AskedFor asked, EvaluationOptions options, List<Contribution> contributions)
    {
        foreach (var result in results)
        {
            if (result.UnknownPaths.Count == 0) result.Contribution = result.Compiled.Contribution(result, options.RetryScheduled, static _ => false);
        }

        foreach (var result in results)
        {
            if (result.UnknownPaths.Count > 0) result.Contribution = result.Compiled.Contribution(result, options.RetryScheduled, asked.Covers);
            if (result.Contribution != Outcome.Approve) contributions.Add(new Contribution("requirement", result.Key, result.Contribution, result.ReasonKey!, result.Requirement.Retryable));
        }
    }

    private static RuleResult[] Rules(ResolvedPolicy policy, EvaluationContext context, AskedFor asked, List<Contribution> contributions)
    {
        var rules = policy.Compiled.Rules;
        if (rules.Length == 0) return [];
        var results = new RuleResult[rules.Length];
        for (var i = 0; i < rules.Length; i++)
        {
            var (rule, condition) = (rules[i].Source, rules[i].When.Evaluate(context));
            var contribution = condition.Truth switch
            {
                Truth.True => rule.Outcome,
                Truth.False => Outcome.Approve,
                Truth.Unknown => asked.OutcomeOf(condition.UnknownPaths, context.Options),
                _ => Outcome.Review,
            };
            results[i] = new RuleResult(rule, OutcomeOf(condition.Truth), contribution, condition.Trace);
            if (contribution != Outcome.Approve)
                contributions.Add(new Contribution("rule", rule.Key, contribution, condition.Truth == Truth.True ? rule.Reason : condition.Code, condition.Truth != Truth.True || rule.Retryable));
        }

        return results;
    }

    private static (TableResult[] Tables, int Points) Tables(ResolvedPolicy policy, EvaluationContext context, AskedFor asked, List<Contribution> contributions)
    {
        var tables = policy.Compiled.Tables;
        if (tables.Length == 0) return ([], 0);
        var points = 0;
        var results = new TableResult[tables.Length];
        for (var i = 0; i < tables.Length; i++)
        {
            var (decision, unknown) = TableEvaluation.Evaluate(tables[i], context);
            var result = results[i] = unknown.Count == 0 ? decision.Result : decision.Result with { UnknownPaths = unknown };
            points += decision.Points;
            if (!tables[i].Acts) continue;
            if (result.Outcome == RuleOutcome.Unknown) contributions.Add(new Contribution("table", result.Table.Key, asked.OutcomeOf(unknown, context.Options), "expression_unknown"));
            if (result.Outcome == RuleOutcome.Error) contributions.Add(new Contribution("table", result.Table.Key, Outcome.Review, result.Rows.Count > 0 ? "table_conflict" : "expression_error"));
            if (decision.Contribution != Outcome.Approve) contributions.Add(new Contribution("table", result.Table.Key, decision.Contribution, decision.Reason));
        }

        return (results, points);
    }

    private static RiskResult Risk(ResolvedPolicy policy, EvaluationContext context, AskedFor asked, int points, List<Contribution> contributions)
    {
        var factors = policy.Compiled.Risk;
        var results = factors.Length == 0 ? [] : new RiskFactorResult[factors.Length];
        var unknown = false;
        for (var i = 0; i < factors.Length; i++)
        {
            var (factor, condition) = (factors[i].Source, factors[i].When.Evaluate(context));
            results[i] = new RiskFactorResult(factor, OutcomeOf(condition.Truth), condition.Trace);
            if (condition.Truth == Truth.True) points += factor.Points;
            if (condition.Truth is Truth.True or Truth.False) continue;
            unknown = true;
            var outcome = condition.Truth == Truth.Error ? Outcome.Review : asked.OutcomeOf(condition.UnknownPaths, context.Options);
            contributions.Add(new Contribution("risk", factor.Key, outcome, "risk_unknown"));
        }

        if (points >= policy.Document.Thresholds.Decline) contributions.Add(new Contribution("risk", "thresholds", Outcome.Decline, "risk_decline"));
        else if (points >= policy.Document.Thresholds.Review) contributions.Add(new Contribution("risk", "thresholds", Outcome.Review, "risk_review"));
        return new RiskResult(points, policy.Document.Thresholds, results, unknown);
    }

    private static PolicyEvaluation Conclude(PolicyEvaluation evaluation, List<Contribution> contributions)
    {
        var (outcome, asks) = (Outcome.Approve, false);
        foreach (var contribution in contributions)
        {
            if (contribution.Outcome > outcome) outcome = contribution.Outcome;
            asks |= contribution.Outcome == Outcome.RequestInformation;
        }

        var afterwards = outcome == Outcome.Review && asks;
        if (afterwards) outcome = Outcome.RequestInformation;
        if (outcome == Outcome.Approve && evaluation is { Options: { Live: true, Attested: false }, Policy.Certainty: not Certainty.Documented })
        {
            outcome = Outcome.Review;
            contributions.Add(new Contribution("policy", evaluation.Policy.Key, Outcome.Review, "policy_certainty"));
        }

        return evaluation.Concluded(outcome, afterwards, contributions);
    }

    private static RuleOutcome OutcomeOf(Truth truth) => truth switch
    {
        Truth.True => RuleOutcome.Matched,
        Truth.False => RuleOutcome.NotMatched,
        Truth.Unknown => RuleOutcome.Unknown,
        Truth.Error => RuleOutcome.Error,
    };
}
