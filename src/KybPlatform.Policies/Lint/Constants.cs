using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Lint;

/// <summary>Constants as they are written: literals, <c>timestamp("…")</c>, <c>duration("…")</c>, and lists of them.</summary>
internal static class Constants
{
    /// <summary>Numbers beyond this are left alone: a decimal would not hold them and their neighbours exactly.</summary>
    private const double Largest = 1e15;

    /// <summary>Null for what is no constant, and for constants that are not understood.</summary>
    public static CelValue? Of(CelExpr expression) => expression switch
    {
        CelExpr.Literal { Value: CelString or CelBool or { Kind: CelKind.Null } } literal => literal.Value,
        CelExpr.Literal { Value: CelInt or CelUint or CelDouble } literal => Number(literal.Value) is null ? null : literal.Value,
        CelExpr.Call { Target: null, Function: "timestamp", Arguments: [CelExpr.Literal { Value: CelString text }] } => CelTimestamp.Parse(text.Value),
        CelExpr.Call { Target: null, Function: "duration", Arguments: [CelExpr.Literal { Value: CelString text }] } => CelDuration.Parse(text.Value),
        _ => null,
    };

    public static IReadOnlyList<CelValue>? List(CelExpr expression)
    {
        if (expression is not CelExpr.ListLiteral list || list.Items.Any(i => i.IsOptional)) return null;
        var values = list.Items.Select(i => Of(i.Value)).OfType<CelValue>().ToList();
        return values.Count == list.Items.Count ? values : null;
    }

    /// <summary>The place on the line: the number itself, nanoseconds of an instant or a span. Null where it has none that is exact.</summary>
    public static decimal? Number(CelValue constant) => constant switch
    {
        CelInt i => Math.Abs((decimal)i.Value) < (decimal)Largest ? i.Value : null,
        CelUint u => u.Value < Largest ? u.Value : null,
        CelDouble d => Math.Abs(d.Value) < Largest && (double)(decimal)d.Value == d.Value ? (decimal)d.Value : null,
        CelTimestamp t => (decimal)t.Seconds * CelDuration.NanosPerSecond + t.Nanos,
        CelDuration d => d.Nanos,
        _ => null,
    };
}

/// <summary>An expression moved by a constant duration: <c>now - duration("2160h")</c> is now, moved back.</summary>
internal static class Shifted
{
    /// <summary>The text of what is moved, and by how many nanoseconds.</summary>
    public static (string Text, decimal By) Of(CelExpr expression) => expression switch
    {
        CelExpr.Binary { Symbol: "+" or "-" } sum when Constants.Of(sum.Right) is CelDuration by && Of(sum.Left) is var (text, before) =>
            (text, before + (sum.Symbol == "+" ? by.Nanos : -by.Nanos)),
        CelExpr.Binary { Symbol: "+" } sum when Constants.Of(sum.Left) is CelDuration by && Of(sum.Right) is var (text, before) => (text, before + by.Nanos),
        _ => (Atoms.Print(expression), 0),
    };
}
