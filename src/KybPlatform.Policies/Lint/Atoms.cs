using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Lint;

/// <summary>
/// Reads one comparison as a demand on the value of one expression. Understood: <c>x op constant</c> either way round, <c>x in [constants]</c>,
/// <c>has(path)</c>, <c>x op y</c> with dates moved by constant durations. Anything else is the demand that the expression itself be true or false.
/// </summary>
internal static class Atoms
{
    public static (string Key, ValueSet Values) Read(CelExpr expression, bool truth) => expression switch
    {
        CelExpr.Binary binary when Comparison(binary, truth) is { } read => read,
        CelExpr.Has { Field: { IsOptional: false } field } when IsPath(field) => (Key(field), Side(ValueSet.Nothing with { Null = true }, !truth)),
        _ => (Key(expression), ValueSet.Of(truth)),
    };

    private static (string, ValueSet)? Comparison(CelExpr.Binary binary, bool truth)
    {
        if (binary.Symbol == "in")
        {
            return Constants.List(binary.Right) is { } list && Constants.Of(binary.Left) is null
                ? (Key(binary.Left), Side(list.Aggregate(ValueSet.Nothing, (all, one) => all.Union(Equal(one))), truth))
                : null;
        }

        if (binary.Symbol is not ("==" or "!=" or "<" or "<=" or ">" or ">=")) return null;
        var (left, right) = (Constants.Of(binary.Left), Constants.Of(binary.Right));
        if (left is not null && right is not null) return null;
        if (right is not null) return Apart(binary.Left, binary.Symbol, right, truth) ?? With(binary.Left, binary.Symbol, right, truth);
        if (left is not null) return Apart(binary.Right, Flip(binary.Symbol), left, truth) ?? With(binary.Right, Flip(binary.Symbol), left, truth);
        return Distance(Shifted.Of(binary.Left), binary.Symbol, Shifted.Of(binary.Right), truth);
    }

    private static (string, ValueSet)? With(CelExpr expression, string symbol, CelValue constant, bool truth)
    {
        if (symbol is "==" or "!=") return (Key(expression), Side(Equal(constant), truth == (symbol == "==")));
        var (number, isTime) = (Constants.Number(constant), constant is CelTimestamp or CelDuration);
        if (number is not { } bound) return null;
        var range = Range(symbol, bound, truth);
        // What is not a number on the line (NaN) is below, above and equal to nothing.
        return (Key(expression), isTime ? ValueSet.Nothing with { Times = range } : ValueSet.Nothing with { Numbers = range, Other = !truth });
    }

    /// <summary><c>now - x > duration("…")</c> says the same as <c>x &lt; now - duration("…")</c>.</summary>
    private static (string, ValueSet)? Apart(CelExpr expression, string symbol, CelValue constant, bool truth) =>
        expression is CelExpr.Binary { Symbol: "-" } minus && constant is CelDuration span && Constants.Of(minus.Left) is null && Constants.Of(minus.Right) is null
            ? Distance(Shifted.Of(minus.Left), symbol, Shifted.Of(minus.Right) is var (text, by) ? (text, by + span.Nanos) : default, truth)
            : null;

    /// <summary>How far apart two expressions are, in the order of their texts, so that the same comparison written the other way round is the same atom.</summary>
    private static (string, ValueSet)? Distance((string Text, decimal By) left, string symbol, (string Text, decimal By) right, bool truth)
    {
        if (left.Text == right.Text && left.By == right.By) return null;
        if (string.CompareOrdinal(left.Text, right.Text) > 0) return Distance(right, Flip(symbol), left, truth);
        var bound = right.By - left.By;
        var key = $"[{left.Text}] to [{right.Text}]";
        if (symbol is "==" or "!=") return (key, Side(ValueSet.Nothing with { Numbers = Intervals.Only(bound) }, truth == (symbol == "==")));
        return (key, ValueSet.Nothing with { Numbers = Range(symbol, bound, truth), Other = !truth });
    }

    private static ValueSet Side(ValueSet values, bool truth) => truth ? values : values.Complement();

    private static Intervals Range(string symbol, decimal bound, bool truth)
    {
        var range = symbol switch
        {
            "<" => Intervals.Below(bound, included: false),
            "<=" => Intervals.Below(bound, included: true),
            ">" => Intervals.Above(bound, included: false),
            _ => Intervals.Above(bound, included: true),
        };
        return truth ? range : range.Complement();
    }

    private static string Flip(string symbol) => symbol switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => symbol };

    private static ValueSet Equal(CelValue constant) => constant switch
    {
        CelString s => ValueSet.Nothing with { Texts = TextSet.Of(s.Value) },
        CelBool b => ValueSet.Of(b.Value),
        CelTimestamp or CelDuration => ValueSet.Nothing with { Times = Intervals.Only(Constants.Number(constant)!.Value) },
        { Kind: CelKind.Null } => ValueSet.Nothing with { Null = true },
        _ => ValueSet.Nothing with { Numbers = Intervals.Only(Constants.Number(constant)!.Value) },
    };

    internal static bool IsPath(CelExpr expression) => expression switch
    {
        CelExpr.Ident => true,
        CelExpr.Select { IsOptional: false } select => IsPath(select.Operand),
        _ => false,
    };

    /// <summary>The expression as it is written; sizes are marked, since their values are known to be whole and not negative.</summary>
    internal static string Key(CelExpr expression) => expression is CelExpr.Call { Function: "size" } ? Domains.CountMark + Print(expression) : Print(expression);

    internal static string Print(CelExpr expression) => CelPrinter.Print(expression);
}
