using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>dead_rule</c>: a rule or risk factor whose condition never holds. The fragment decided: conditions by themselves (see <see cref="Cases"/>), and with what the
/// scope says for rules that the document writes itself; a rule that comes from a base is made for many scopes.
/// </summary>
internal static class DeadRules
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject)
    {
        var (rules, risk) = (subject.Policy.Rules, subject.Policy.Risk);
        for (var i = 0; i < rules.Count; i++)
        {
            if (IsDead(subject, "rules", rules[i].Key, rules[i].When)) yield return Dead($"/rules/{i}/when", $"The rule '{rules[i].Key}' never applies.");
        }

        for (var i = 0; i < risk.Count; i++)
        {
            if (IsDead(subject, "risk", risk[i].Key, risk[i].When)) yield return Dead($"/risk/{i}/when", $"The risk factor '{risk[i].Key}' never applies.");
        }
    }

    private static bool IsDead(LintSubject subject, string list, string key, string when) =>
        when.Trim() != "false" && subject.CasesInScope(list, key, when) is { Count: 0 };

    private static PolicyIssue Dead(string pointer, string detail) => LintSubject.Finding(pointer, "dead_rule", detail);
}
