using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>unknown_list</c>: a list that the tenant does not have, so that whoever is asked about by it goes to a person. Judged against the lists that there are. The
/// fragment decided: keys that are written as a text; one that is computed is left alone.
/// </summary>
internal static class UnknownLists
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject, IReadOnlySet<string> lists)
    {
        foreach (var (pointer, expression) in subject.Conditions().Concat(subject.TableInputs()))
        {
            if (subject.Tree(expression) is not { } tree) continue;
            foreach (var (key, offset) in KeysIn(tree).Where(k => !lists.Contains(k.Key)))
                yield return LintSubject.Finding(pointer, "unknown_list", $"There is no list '{key}': what is asked of it stays unknown, and a person has to look.", offset, NearestName.Of(key, lists));
        }
    }

    private static IEnumerable<(string Key, int Offset)> KeysIn(CelExpr expression) => CelParts.AllOf(expression).OfType<CelExpr.Call>()
        .Where(c => c is { Target: null, Function: DomainFunctionNames.ListContains, Arguments: [CelExpr.Literal { Value: CelString }, ..] })
        .Select(c => (((CelString)((CelExpr.Literal)c.Arguments[0]).Value).Value, c.Arguments[0].Start));
}
