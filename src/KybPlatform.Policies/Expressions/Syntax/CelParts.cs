namespace KybPlatform.Policies.Expressions.Syntax;

/// <summary>Goes through a syntax tree.</summary>
internal static class CelParts
{
    /// <summary>The expression and all that it is made of, from left to right.</summary>
    public static IEnumerable<CelExpr> AllOf(CelExpr expression) => Of(expression).SelectMany(AllOf).Prepend(expression);

    private static IEnumerable<CelExpr> Of(CelExpr expression) => expression switch
    {
        CelExpr.Literal or CelExpr.Ident or CelExpr.Message => [],
        CelExpr.Select select => [select.Operand],
        CelExpr.Has has => [has.Field],
        CelExpr.Index index => [index.Operand, index.Key],
        CelExpr.Call call => call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target),
        CelExpr.Unary unary => [unary.Operand],
        CelExpr.Binary binary => [binary.Left, binary.Right],
        CelExpr.Logical logical => logical.Terms,
        CelExpr.Conditional condition => [condition.Test, condition.Then, condition.Else],
        CelExpr.ListLiteral list => list.Items.Select(i => i.Value),
        CelExpr.MapLiteral map => map.Entries.SelectMany(e => new[] { e.Key, e.Value }),
        CelExpr.Loop loop => loop.Filter is { } filter ? [loop.Range, filter, loop.Body] : [loop.Range, loop.Body],
        CelExpr.Bind bind => [bind.Value, bind.Body],
        CelExpr.OptionalMap optional => [optional.Operand, optional.Body],
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
