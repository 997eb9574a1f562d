using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Syntax;
using KybPlatform.Policies.Lint;

namespace KybPlatform.Policies;

/// <summary>
/// What an author probably did not mean, in a policy that is otherwise right. Every finding is a warning with a stable code, a pointer and, in an expression,
/// an offset. Each check decides a stated fragment and is silent outside it: it can miss something, it never accuses wrongly.
/// </summary>
public static class PolicyLint
{
    /// <summary>All findings, in order of their place. Without <paramref name="providers"/> nothing is said about who could answer a check, without <paramref name="lists"/> nothing about lists.</summary>
    /// <param name="lists">Keys of the tenant's lists.</param>
    public static IReadOnlyList<PolicyIssue> Check(ResolvedPolicy policy, IReadOnlySet<string>? providers = null, IReadOnlySet<string>? lists = null)
    {
        var subject = new LintSubject(policy);
        IEnumerable<PolicyIssue> found =
        [
            .. policy.Warnings,
            .. ScopeValues.Check(subject),
            .. ConstantConditions.Check(subject),
            .. DeadRules.Check(subject),
            .. SubsumedRules.Check(subject),
            .. UnreachableRequirements.Check(subject),
            .. UnsatisfiableRequirements.Check(subject),
            .. MissingApplicantText.Check(subject),
            .. UnknownGroups.Check(subject),
            .. providers is null ? [] : NoProvider.Check(subject, providers),
            .. lists is null ? [] : UnknownLists.Check(subject, lists),
        ];
        return [.. found.Distinct().OrderBy(i => i.Pointer, StringComparer.Ordinal).ThenBy(i => i.Offset).ThenBy(i => i.Code, StringComparer.Ordinal)];
    }
}

/// <summary>A policy with the trees of its conditions, and what its scope says about facts. Trees are made once for all checks.</summary>
internal sealed class LintSubject
{
    private readonly Dictionary<string, CelExpr> _trees = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, bool), IReadOnlyList<Case>?> _cases = [];
    private readonly IReadOnlySet<string> _own;

    public LintSubject(ResolvedPolicy policy)
    {
        Policy = policy;
        _own = policy.OwnEntries;
        var scope = policy.Scope;
        Scope = Known("country", scope.Country).And(Known("sender_type", scope.SenderType))!.And(Known("applicant", scope.Applicant))!
            .And(Known("use_case.purpose", scope.Purpose))!.And(Known("use_case.origin", scope.Origin))!;
    }

    public ResolvedPolicy Policy { get; }

    /// <summary>What is left of it for all checks.</summary>
    public Effort Effort { get; } = new();

    /// <summary>What holds wherever the policy applies.</summary>
    public Case Scope { get; }

    /// <summary>Null for an expression that cannot be read, which is an error already.</summary>
    public CelExpr? Tree(string expression)
    {
        if (_trees.TryGetValue(expression, out var known)) return known;
        var (root, _) = CelParser.Parse(expression, CelLimits.Default);
        if (root is not null) _trees[expression] = root;
        return root;
    }

    /// <summary>The cases in which a condition comes out so; null when that cannot be told.</summary>
    public IReadOnlyList<Case>? Cases(string expression, bool truth = true)
    {
        if (_cases.TryGetValue((expression, truth), out var known)) return known;
        return _cases[(expression, truth)] = Tree(expression) is { } tree ? Lint.Cases.Of(tree, truth, Effort) : null;
    }

    /// <summary>The same for an entry of the document itself, where the scope is known. What a base says is said for many scopes.</summary>
    public IReadOnlyList<Case>? CasesInScope(string list, string key, string expression) =>
        Cases(expression) is { } cases && IsOwn(list, key) ? [.. cases.Select(c => c.And(Scope)).OfType<Case>()] : Cases(expression);

    /// <summary>True for an entry that the document writes itself; one from a base is made for many policies, in some of which it may be idle.</summary>
    public bool IsOwn(string list, string key) => _own.Contains($"{list}/{key}");

    /// <summary>Every condition with its pointer.</summary>
    public IEnumerable<(string Pointer, string Expression)> Conditions()
    {
        for (var i = 0; i < Policy.Requirements.Count; i++)
        {
            if (Policy.Requirements[i].When is { } when) yield return ($"/requirements/{i}/when", when);
            if (ExpressionOf(Policy.Requirements[i]) is { } expr) yield return ($"/requirements/{i}/expr", expr);
        }

        for (var i = 0; i < Policy.Rules.Count; i++) yield return ($"/rules/{i}/when", Policy.Rules[i].When);
        for (var i = 0; i < Policy.Risk.Count; i++) yield return ($"/risk/{i}/when", Policy.Risk[i].When);
    }

    /// <summary>What tables read, with its pointer.</summary>
    public IEnumerable<(string Pointer, string Expression)> TableInputs() =>
        Policy.Tables.SelectMany((t, i) => t.Inputs.Select((input, j) => ($"/tables/{i}/inputs/{j}/expr", input.Expr)));

    public static string? ExpressionOf(Requirement requirement) => requirement switch
    {
        ConsistencyRequirement consistency => consistency.Expr,
        RestrictionRequirement restriction => restriction.Expr,
        PrerequisiteRequirement prerequisite => prerequisite.Expr,
        _ => null,
    };

    public static PolicyIssue Finding(string pointer, string code, string detail, int? offset = null, string? suggestion = null) =>
        new(pointer, code, detail, null, suggestion, IsWarning: true) { Offset = offset };

    private static Case Known(string key, string? value) =>
        value is null ? Case.Any : Case.Any.And(key, ValueSet.Nothing with { Texts = TextSet.Of(value) }) ?? Case.Any;
}
