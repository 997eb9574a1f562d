using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>unreachable_requirement</c>: a requirement whose <c>when</c> never holds, so that nobody is ever asked. The fragment decided: as for <see cref="DeadRules"/>;
/// besides, a <c>when</c> that only lets through what a rule declines for good (no retry), whatever else is given.
/// </summary>
internal static class UnreachableRequirements
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject)
    {
        var requirements = subject.Policy.Requirements;
        for (var i = 0; i < requirements.Count; i++)
        {
            if (requirements[i] is not { When: { } when, Key: var key } || when.Trim() == "false") continue;
            if (subject.CasesInScope("requirements", key, when) is not { } cases) continue;
            if (cases.Count == 0) yield return Unreachable(i, $"The requirement '{key}' never applies.");
            else if (subject.IsOwn("requirements", key) && Declining(subject, cases) is { } rule) yield return Unreachable(i, $"Whenever '{key}' applies, the rule '{rule.Key}' has declined for good.");
        }
    }

    private static PolicyRule? Declining(LintSubject subject, IReadOnlyList<Case> cases) => subject.Policy.Rules.FirstOrDefault(r =>
        r is { Outcome: Outcome.Decline, Retryable: false } && subject.Cases(r.When) is { } declined && cases.All(c => declined.Any(d => c.Implies(d, subject.Effort))));

    private static PolicyIssue Unreachable(int index, string detail) => LintSubject.Finding($"/requirements/{index}/when", "unreachable_requirement", detail);
}
