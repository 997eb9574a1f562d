using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>subsumed_rule</c>: whenever the rule applies, another one applies too and says at least as much: a decline, or the same outcome for the same reason.
/// (A review does not stand in for a question: the question comes first.)
/// The fragment decided: every case of the one lies within a case of the other (see <see cref="Case.Implies"/>), so that the other one is not left
/// undecided by a fact that the first does not need; rules that come from a base are made for many policies and not reported. Of two rules that say the same in the same cases the later one is reported.
/// </summary>
internal static class SubsumedRules
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject)
    {
        var rules = subject.Policy.Rules;
        for (var i = 0; i < rules.Count; i++)
        {
            if (!subject.IsOwn("rules", rules[i].Key)) continue;
            for (var j = 0; j < rules.Count; j++)
            {
                if (i == j || !SaysAsMuch(rules[j], rules[i]) || !Covers(subject, rules[j], rules[i])) continue;
                if (i < j && SaysAsMuch(rules[i], rules[j]) && Covers(subject, rules[i], rules[j])) continue;
                yield return LintSubject.Finding($"/rules/{i}", "subsumed_rule", $"Whenever '{rules[i].Key}' applies, '{rules[j].Key}' applies too and says at least as much.");
                break;
            }
        }
    }

    private static bool SaysAsMuch(PolicyRule other, PolicyRule rule) =>
        (other.Outcome == Outcome.Decline && rule.Outcome != Outcome.Decline) || (other.Outcome == rule.Outcome && other.Reason == rule.Reason && (!other.Retryable || rule.Retryable));

    private static bool Covers(LintSubject subject, PolicyRule other, PolicyRule rule) =>
        subject.Cases(rule.When) is { Count: > 0 } cases && subject.Cases(other.When) is { } around && cases.All(c => around.Any(a => c.Implies(a, subject.Effort)));
}
