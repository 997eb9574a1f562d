using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// <c>contradiction</c>: an <c>&amp;&amp;</c> whose terms can each be true, but never together. <c>always_false</c>, <c>always_true</c>: any other part that can come
/// out in one way only, such as a comparison with a value that the vocabulary does not have, or <c>a != "x" || a != "y"</c>. The fragment decided: see
/// <see cref="Cases"/>. The innermost part is reported. A bare <c>true</c> or <c>false</c> is meant.
/// </summary>
internal static class ConstantConditions
{
    public static IEnumerable<PolicyIssue> Check(LintSubject subject) =>
        subject.Conditions().SelectMany(c => subject.Tree(c.Expression) is { } tree ? In(tree, subject.Effort).Select(f => LintSubject.Finding(c.Pointer, f.Code, f.Detail, f.Offset, f.Suggestion)) : []);

    private readonly record struct Found(string Code, string Detail, int Offset, string? Suggestion = null);

    private static List<Found> In(CelExpr part, Effort effort)
    {
        var inside = Parts(part).SelectMany(p => In(p, effort)).ToList();
        if (inside.Count == 0 && Judge(part, effort) is { } found) inside.Add(found);
        return inside;
    }

    private static IEnumerable<CelExpr> Parts(CelExpr part) => part switch
    {
        CelExpr.Logical logical => logical.Terms,
        CelExpr.Unary { Symbol: "!" } not => [not.Operand],
        CelExpr.Conditional c => [c.Test, c.Then, c.Else],
        _ => [],
    };

    private static Found? Judge(CelExpr part, Effort effort)
    {
        if (part is CelExpr.Literal or CelExpr.Unary or CelExpr.Conditional) return null;
        if (Cases.AreNone(part, truth: true, effort))
        {
            return part is CelExpr.Logical { IsAnd: true } and && and.Terms.All(t => !Cases.AreNone(t, truth: true, effort))
                ? new("contradiction", $"These never hold together: {Short(part)}.", part.Start)
                : new("always_false", $"This never holds: {Short(part)}.{Why(part, out var nearest)}", part.Start, nearest);
        }

        return Cases.AreNone(part, truth: false, effort) ? new Found("always_true", $"This always holds: {Short(part)}.", part.Start) : null;
    }

    /// <summary>A comparison with a text that the fact never has is most often misspelt.</summary>
    private static string Why(CelExpr part, out string? nearest)
    {
        nearest = null;
        if (part is not CelExpr.Binary { Symbol: "==" } equality || Constants.Of(equality.Right) is not CelString text) return "";
        var key = Atoms.Key(equality.Left);
        if (Domains.ValuesOf(key) is not { Count: > 0 } values || values.Contains(text.Value)) return "";
        nearest = Documents.NearestName.Of(text.Value, values);
        return $" '{text.Value}' is no value of {key}.";
    }

    private static string Short(CelExpr part) => Atoms.Print(part) is { Length: <= 120 } text ? text : Atoms.Print(part)[..117] + "…";
}
