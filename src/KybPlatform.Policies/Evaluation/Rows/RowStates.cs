using System.Linq.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// What conditions compile to: a bool where it is certain that they end true or false, else an int, a <see cref="RowTruth"/>. Code that knows a
/// fact to be there is shorter by all that asks whether it is.
/// </summary>
internal static class RowStates
{
    private static readonly ConstantExpression True = Expression.Constant(RowTruth.True);
    private static readonly ConstantExpression False = Expression.Constant(RowTruth.False);

    /// <summary>As a <see cref="RowTruth"/>.</summary>
    public static Expression AsTruth(Expression condition) => condition.Type == typeof(bool) ? Expression.Condition(condition, True, False) : condition;

    /// <summary>By the state of one fact. A state that is neither stands for itself.</summary>
    public static Expression Of(Expression state, Expression whenPresent, Expression whenAbsent) => state is ConstantExpression { Value: int known }
        ? known switch { FactCell.Present => whenPresent, FactCell.Absent => whenAbsent, _ => state }
        : Expression.Condition(
            Is(state, FactCell.Present), AsTruth(whenPresent),
            Expression.Condition(Is(state, FactCell.Absent), AsTruth(whenAbsent), state));

    /// <summary>By the states of two. <paramref name="absence"/>: what two facts give of which one at least is absent.</summary>
    public static Expression OfTwo(Expression a, Expression b, Expression whenPresent, Expression absence)
    {
        if (a is ConstantExpression { Value: FactCell.Present } && b is ConstantExpression { Value: FactCell.Present }) return whenPresent;
        var largest = Expression.Condition(Expression.GreaterThan(a, b), a, b);
        var known = Expression.LessThan(largest, Expression.Constant(FactCell.Failed));
        return Expression.Condition(Is(Expression.Or(a, b), FactCell.Present), AsTruth(whenPresent), Expression.Condition(known, AsTruth(absence), largest));
    }

    /// <summary>The deciding value as soon as one has it, whatever the other is; else the larger truth. Plain ones are both looked at: that is quicker than a jump.</summary>
    public static Expression Two(Expression first, Expression second, int decides)
    {
        if (first.Type == typeof(bool) && second.Type == typeof(bool)) return decides == RowTruth.False ? Expression.And(first, second) : Expression.Or(first, second);
        var (a, b, known) = (Expression.Variable(typeof(int)), Expression.Variable(typeof(int)), Expression.Constant(decides));
        var largest = Expression.Condition(Expression.GreaterThan(a, b), a, b);
        var rest = Expression.Block([b], Expression.Assign(b, AsTruth(second)), Expression.Condition(Expression.Equal(b, known), known, largest));
        return Expression.Block([a], Expression.Assign(a, AsTruth(first)), Expression.Condition(Expression.Equal(a, known), known, rest));
    }

    public static Expression Choice(Expression test, Expression then, Expression otherwise)
    {
        if (then.Type != otherwise.Type || test.Type != typeof(bool)) (then, otherwise) = (AsTruth(then), AsTruth(otherwise));
        if (test.Type == typeof(bool)) return Expression.Condition(test, then, otherwise);
        var t = Expression.Variable(typeof(int));
        return Expression.Block([t], Expression.Assign(t, test), Expression.Condition(Is(t, RowTruth.True), then, Expression.Condition(Is(t, RowTruth.False), otherwise, t)));
    }

    /// <summary>True and false change places; what is neither stays.</summary>
    public static Expression Not(Expression inner)
    {
        if (inner.Type == typeof(bool)) return Expression.Not(inner);
        var t = Expression.Variable(typeof(int));
        return Expression.Block([t], Expression.Assign(t, inner),
            Expression.Condition(Expression.LessThan(t, Expression.Constant(RowTruth.Error)), Expression.ExclusiveOr(t, Expression.Constant(1)), t));
    }

    public static BinaryExpression Is(Expression value, int known) => Expression.Equal(value, Expression.Constant(known));
}
