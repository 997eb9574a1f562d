using System.Linq.Expressions;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies;

/// <summary>Translates conditions to code (<see cref="RowStates"/>); null for whatever is not translated.</summary>
internal sealed class RowConditions(RowLayout layout, RowSource facts)
{
    private readonly RowComparisons _comparisons = new(facts);

    public Expression? Truth(Node node) => node switch
    {
        ConstNode { Value: CelBool known } => Expression.Constant(known.Value),
        FactNode => Operand(node) is { Kind: FactSlotKind.Flag } flag ? RowComparisons.OfFlag(flag) : null,
        HasNode has => Has(has),
        AndNode => Chain(node.Parts, RowTruth.False),
        OrNode => Chain(node.Parts, RowTruth.True),
        ConditionalNode => Truth(node.Parts[0]) is { } test && Truth(node.Parts[1]) is { } then && Truth(node.Parts[2]) is { } otherwise ? RowStates.Choice(test, then, otherwise) : null,
        CallNode1 when node.Source is CelExpr.Unary { Symbol: "!" } => Truth(node.Parts[0]) is { } inner ? RowStates.Not(inner) : null,
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
            "!=" => _comparisons.Equal(left, right) is { } equal ? RowStates.Not(equal) : null,
            _ => RowComparisons.Order(symbol, left, right),
        };
    }

    private Expression? Has(HasNode has) =>
        has.Parts[0] is FactNode parent && layout.Find($"{parent.Path}.{has.FieldName}") is { Kind: not FactSlotKind.Value } slot ? RowComparisons.OfPresence(facts.State(slot.Index)) : null;

    private RowOperand? Operand(Node node) => node switch
    {
        FactNode fact => layout.Find(fact.Path) is { Kind: not FactSlotKind.Value } slot ? facts.Fact(slot) : null,
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
            State = RowStates.Of(state, whenPresent, error),
            Value = moved,
        };
    }

    /// <summary>The deciding value as soon as one part has it, whatever the others are; else the largest truth there is.</summary>
    private Expression? Chain(Node[] parts, int decides)
    {
        var result = Truth(parts[^1]);
        for (var i = parts.Length - 2; i >= 0 && result is not null; i--) result = Truth(parts[i]) is { } first ? RowStates.Two(first, result, decides) : null;
        return result;
    }
}
