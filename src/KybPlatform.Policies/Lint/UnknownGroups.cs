using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>unknown_group</c>: a group of countries or industries that does not exist, so that whoever is asked about by it goes to a person. The fragment decided: names that are written as a
/// text; one that is computed is left alone.
/// </summary>
internal static class UnknownGroups
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject)
    {
        foreach (var (pointer, expression) in subject.Conditions().Concat(subject.TableInputs()))
        {
            if (subject.Tree(expression) is not { } tree) continue;
            foreach (var call in CelParts.AllOf(tree).OfType<CelExpr.Call>())
            {
                if (GroupsOf(call) is not { } groups || call is not { Target: null, Arguments: [_, CelExpr.Literal { Value: CelString name } literal] } || groups.IsKnown(name.Value)) continue;
                yield return LintSubject.Finding(pointer, "unknown_group", $"There is no group '{name.Value}': what is asked of it stays unknown, and a person has to look.", literal.Start, NearestName.Of(name.Value, groups.Names));
            }
        }
    }

    private static ReferenceGroups? GroupsOf(CelExpr.Call call) => call.Function switch
    {
        DomainFunctionNames.CountryIn => CountryGroups.Shipped,
        DomainFunctionNames.IndustryIn => IndustryGroups.Shipped,
        _ => null,
    };
}
