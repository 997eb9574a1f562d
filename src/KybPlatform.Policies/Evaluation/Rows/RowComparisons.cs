using System.Linq.Expressions;
using System.Reflection;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// Comparisons of single facts as code. With a fact that is not known or failed they end in its state, unknown before error. A fact that is known to
/// be absent equals null and nothing else, and has no order.
/// </summary>
internal sealed class RowComparisons(RowSource facts)
{
    private const int BitsOfMask = 64;
    private static readonly ConstantExpression True = Expression.Constant(true);
    private static readonly ConstantExpression False = Expression.Constant(false);
    private static readonly ConstantExpression Error = Expression.Constant(RowTruth.Error);
    private static readonly MethodInfo SameText = typeof(string).GetMethod(nameof(string.Equals), [typeof(string), typeof(string)])!;
    private static readonly MethodInfo Lookup = typeof(RowComparisons).GetMethod(nameof(IsIn), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static RowOperand? Constant(CelValue value) => value switch
    {
        CelString s => new(FactSlotKind.Text, null, Expression.Constant(s.Value)),
        CelInt i => new(FactSlotKind.Whole, null, Expression.Constant(i.Value)),
        CelDouble d => new(FactSlotKind.Number, null, Expression.Constant(d.Value)),
        CelBool b => new(FactSlotKind.Flag, null, Expression.Constant(b.Value ? 1L : 0L)),
        CelTimestamp t when RowTime.TryTicks(t, out var ticks) => new(FactSlotKind.Instant, null, Expression.Constant(ticks)),
        { Kind: CelKind.Null } => new(null, null, null),
        _ => null,
    };

    /// <summary>A truth value where a condition is wanted: one that is absent is no condition.</summary>
    public static Expression OfFlag(RowOperand flag) => RowStates.Of(flag.State!, whenPresent: Expression.NotEqual(flag.Value!, Expression.Constant(0L)), whenAbsent: Error);

    public static Expression OfPresence(Expression state) => RowStates.Of(state, whenPresent: True, whenAbsent: False);

    public static Expression? OfText(string function, RowOperand text, CelValue? argument)
    {
        var method = function switch
        {
            "startsWith" => nameof(string.StartsWith),
            "endsWith" => nameof(string.EndsWith),
            "contains" => nameof(string.Contains),
            _ => null,
        };
        if (method is null || text is not { Kind: FactSlotKind.Text, State: not null } || argument is not CelString part) return null;
        var call = Expression.Call(text.Value!, method, [], Expression.Constant(part.Value), Expression.Constant(StringComparison.Ordinal));
        return RowStates.Of(text.State, whenPresent: call, whenAbsent: Error);
    }

    public Expression? Equal(RowOperand left, RowOperand right)
    {
        if (left.State is null) (left, right) = (right, left);
        if (left.State is null) return null;
        if (right.IsNull) return RowStates.Of(left.State, whenPresent: False, whenAbsent: True);
        if (left.Kind != right.Kind) return null;
        if (right.State is not null) return RowStates.OfTwo(left.State, right.State, Same(left, right), absence: Expression.Equal(left.State, right.State));
        return IsSymbol(left) && facts.IsKnown(left.Slot) ? Same(left, right) : RowStates.Of(left.State, Same(left, right), whenAbsent: False);
    }

    public static Expression? Order(string symbol, RowOperand left, RowOperand right)
    {
        if (left.Kind != right.Kind || left.Kind is not (FactSlotKind.Whole or FactSlotKind.Number or FactSlotKind.Instant)) return null;
        if (left.State is null && right.State is null) return null;
        var holds = Expression.MakeBinary(KindOf(symbol), left.Value!, right.Value!);
        if (left.State is not null && right.State is not null) return RowStates.OfTwo(left.State, right.State, holds, absence: Error);
        return RowStates.Of(left.State ?? right.State!, holds, whenAbsent: Error);
    }

    /// <summary>Membership in a list of constants of the fact's kind.</summary>
    public Expression? In(RowOperand item, CelList list)
    {
        if (item.State is null || item.Slot < 0) return null;
        if (item.Kind == FactSlotKind.Text && list.All(v => v is CelString))
            return facts.IsKnown(item.Slot) ? OfTexts(item.Slot, list) : RowStates.Of(item.State, OfTexts(item.Slot, list), whenAbsent: False);
        if (item.Kind != FactSlotKind.Whole || !list.All(v => v is CelInt)) return null;
        var any = list.Select(v => Expression.Equal(item.Value!, Expression.Constant(((CelInt)v).Value))).Aggregate((Expression)Expression.Constant(false), Expression.OrElse);
        return RowStates.Of(item.State, any, whenAbsent: False);
    }

    private Expression OfTexts(int slot, CelList list)
    {
        var numbers = list.Select(v => facts.NumberOf(slot, ((CelString)v).Value)).Distinct().ToArray();
        var symbol = facts.Symbol(slot);
        if (numbers.Any(n => n >= BitsOfMask)) return Expression.Call(Lookup, Expression.Constant(numbers.ToHashSet()), symbol);
        var mask = numbers.Aggregate(0UL, (bits, n) => bits | 1UL << n);
        var isNamed = Expression.NotEqual(Expression.And(Expression.RightShift(Expression.Constant(mask), symbol), Expression.Constant(1UL)), Expression.Constant(0UL));
        return facts.FitsWord(slot) ? isNamed : Expression.AndAlso(Expression.LessThan(symbol, Expression.Constant(BitsOfMask)), isNamed);
    }

    private static bool IsSymbol(RowOperand fact) => fact is { Kind: FactSlotKind.Text, Slot: >= 0 };

    private Expression Same(RowOperand left, RowOperand right) =>
        IsSymbol(left) && right.Text is { } text ? Expression.Equal(facts.Symbol(left.Slot), Expression.Constant(facts.NumberOf(left.Slot, text)))
        : left.Kind == FactSlotKind.Text ? Expression.Call(SameText, left.Value!, right.Value!)
        : Expression.Equal(left.Value!, right.Value!);

    private static ExpressionType KindOf(string symbol) => symbol switch
    {
        "<" => ExpressionType.LessThan,
        "<=" => ExpressionType.LessThanOrEqual,
        ">" => ExpressionType.GreaterThan,
        _ => ExpressionType.GreaterThanOrEqual,
    };

    private static bool IsIn(HashSet<int> numbers, int symbol) => numbers.Contains(symbol);
}
