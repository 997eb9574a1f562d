using System.Linq.Expressions;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies;

/// <summary>Translates conditions to code that gives a <see cref="RowTruth"/>; null for whatever is not translated.</summary>
internal sealed class RowConditions(RowLayout layout, RowLocals locals)
{
    private readonly RowComparisons _comparisons = new(locals);

    public Expression? Truth(Node node) => node switch
    {
        ConstNode { Value: CelBool known } => Expression.Constant(known.Value ? RowTruth.True : RowTruth.False),
        FactNode => Operand(node) is { Kind: FactSlotKind.Flag } flag ? RowComparisons.OfFlag(flag) : null,
        HasNode has => Has(has),
        AndNode => Chain(node.Parts, RowTruth.False),
        OrNode => Chain(node.Parts, RowTruth.True),
        ConditionalNode => Conditional(node.Parts),
        CallNode1 when node.Source is CelExpr.Unary { Symbol: "!" } => Truth(node.Parts[0]) is { } inner ? Not(inner) : null,
        CallNode2 when node.Source is CelExpr.Binary binary => Binary(binary.Symbol, node.Parts),
        CallNode2 when node.Source is CelExpr.Call call => Operand(node.Parts[0]) is { } text ? RowComparisons.OfText(call.Function, text, (node.Parts[1] as ConstNode)?.Value) : null,
        _ => null,
    };

    private Expression? Binary(string symbol, Node[] parts)
    {
        if (symbol == "in") return Operand(parts[0]) is { } item && parts[1] is ConstNode { Value: CelList list } ? _comparisons.In(item, list) : null;
        if (symbol is not ("==" or "!=" or "<" or "<=" or ">" or ">=")) return null;
        if (Operand(parts[0]) is not { } left || Operand(parts[1]) is not { } right) return null;
        return symbol switch
        {
            "==" => _comparisons.Equal(left, right),
            "!=" => _comparisons.Equal(left, right) is { } equal ? Not(equal) : null,
            _ => RowComparisons.Order(symbol, left, right),
        };
    }

    private Expression? Has(HasNode has) =>
        has.Parts[0] is FactNode parent && layout.Find($"{parent.Path}.{has.FieldName}") is { Kind: not FactSlotKind.Value } slot ? RowComparisons.OfPresence(locals.State(slot.Index)) : null;

    private RowOperand? Operand(Node node) => node switch
    {
        FactNode fact => layout.Find(fact.Path) is { Kind: not FactSlotKind.Value } slot ? locals.Fact(slot) : null,
        ConstNode constant => RowComparisons.Constant(constant.Value),
        CallNode2 when node.Source is CelExpr.Binary { Symbol: "+" or "-" } shift && node.Parts[1] is ConstNode { Value: CelDuration by } => Shifted(Operand(node.Parts[0]), by, shift.Symbol),
        _ => null,
    };

    /// <summary>An instant moved by a known span. Leaving the years 1 to 9999 is an error, as is moving what is absent.</summary>
    private RowOperand? Shifted(RowOperand? instant, CelDuration by, string symbol)
    {
        if (instant is not { Kind: FactSlotKind.Instant, Slot: >= 0, State: { } state } || !RowTime.TryTicks(by, out var ticks)) return null;
        var moved = Expression.Call(typeof(RowTime), nameof(RowTime.Shift), [], instant.Value!, Expression.Constant(symbol == "+" ? ticks : -ticks));
        var outside = Expression.Equal(moved, Expression.Constant(RowTime.OutOfRange));
        var error = Expression.Constant(FactCell.Failed);
        var whenPresent = Expression.Condition(outside, error, Expression.Constant(FactCell.Present));
        return instant with
        {
            Slot = -1,
            State = Expression.Condition(Is(state, FactCell.Present), whenPresent, Expression.Condition(Is(state, FactCell.Absent), error, state)),
            Value = moved,
        };
    }

    /// <summary>The deciding value as soon as one part has it, whatever the others are; else the largest truth there is.</summary>
    private Expression? Chain(Node[] parts, int decides)
    {
        var result = Truth(parts[^1]);
        for (var i = parts.Length - 2; i >= 0 && result is not null; i--) result = Truth(parts[i]) is { } first ? Two(first, result, decides) : null;
        return result;
    }

    private static BlockExpression Two(Expression first, Expression second, int decides)
    {
        var (a, b, known) = (Expression.Variable(typeof(int)), Expression.Variable(typeof(int)), Expression.Constant(decides));
        var largest = Expression.Condition(Expression.GreaterThan(a, b), a, b);
        var rest = Expression.Block([b], Expression.Assign(b, second), Expression.Condition(Expression.Equal(b, known), known, largest));
        return Expression.Block([a], Expression.Assign(a, first), Expression.Condition(Expression.Equal(a, known), known, rest));
    }

    private BlockExpression? Conditional(Node[] parts)
    {
        if (Truth(parts[0]) is not { } test || Truth(parts[1]) is not { } then || Truth(parts[2]) is not { } otherwise) return null;
        var t = Expression.Variable(typeof(int));
        return Expression.Block([t], Expression.Assign(t, test), Expression.Condition(Is(t, RowTruth.True), then, Expression.Condition(Is(t, RowTruth.False), otherwise, t)));
    }

    /// <summary>True and false change places; what is neither stays.</summary>
    private static BlockExpression Not(Expression inner)
    {
        var t = Expression.Variable(typeof(int));
        return Expression.Block([t], Expression.Assign(t, inner),
            Expression.Condition(Expression.LessThan(t, Expression.Constant(RowTruth.Error)), Expression.ExclusiveOr(t, Expression.Constant(1)), t));
    }

    private static BinaryExpression Is(Expression value, int known) => Expression.Equal(value, Expression.Constant(known));
}
