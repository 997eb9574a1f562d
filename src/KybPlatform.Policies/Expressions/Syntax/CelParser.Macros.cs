using System.Globalization;

namespace KybPlatform.Policies.Expressions.Syntax;

/// <summary>Macros, expanded while parsing. A call by another name or count of arguments is an ordinary call.</summary>
internal sealed partial class CelParser
{
    private static CelExpr.Has? ExpandHas(CelToken name, List<CelExpr> arguments)
    {
        if (name.Text != "has" || arguments.Count != 1) return null;
        return arguments[0] is CelExpr.Select field
            ? new CelExpr.Has(field)
            : throw new CelSyntaxException(CelIssueCodes.InvalidMacro, "has() takes a field, as in has(a.b).", arguments[0].Start);
    }

    private static CelExpr? ExpandMember(CelExpr target, CelToken name, List<CelExpr> arguments)
    {
        if (target is CelExpr.Ident { Name: "cel" } && ExpandCel(name, arguments) is { } bound) return bound;
        return (name.Text, arguments) switch
        {
            ("all", [var v, var body]) => Loop(LoopKind.All, target, v, null, null, body),
            ("exists", [var v, var body]) => Loop(LoopKind.Exists, target, v, null, null, body),
            ("exists_one" or "existsOne", [var v, var body]) => Loop(LoopKind.ExistsOne, target, v, null, null, body),
            ("map", [var v, var body]) => Loop(LoopKind.Map, target, v, null, null, body),
            ("map", [var v, var filter, var body]) => Loop(LoopKind.Map, target, v, null, filter, body),
            ("filter", [var v, var body]) => Loop(LoopKind.Filter, target, v, null, null, body),
            ("all", [var v, var w, var body]) => Loop(LoopKind.All, target, v, w, null, body),
            ("exists", [var v, var w, var body]) => Loop(LoopKind.Exists, target, v, w, null, body),
            ("exists_one" or "existsOne", [var v, var w, var body]) => Loop(LoopKind.ExistsOne, target, v, w, null, body),
            ("transformList", [var v, var w, var body]) => Loop(LoopKind.TransformList, target, v, w, null, body),
            ("transformList", [var v, var w, var filter, var body]) => Loop(LoopKind.TransformList, target, v, w, filter, body),
            ("transformMap", [var v, var w, var body]) => Loop(LoopKind.TransformMap, target, v, w, null, body),
            ("transformMap", [var v, var w, var filter, var body]) => Loop(LoopKind.TransformMap, target, v, w, filter, body),
            ("transformMapEntry", [var v, var w, var body]) => Loop(LoopKind.TransformMapEntry, target, v, w, null, body),
            ("transformMapEntry", [var v, var w, var filter, var body]) => Loop(LoopKind.TransformMapEntry, target, v, w, filter, body),
            ("optMap", [var v, var body]) => new CelExpr.OptionalMap(target, Variable(v), body, IsFlat: false),
            ("optFlatMap", [var v, var body]) => new CelExpr.OptionalMap(target, Variable(v), body, IsFlat: true),
            _ => null,
        };
    }

    /// <summary>
    /// The <c>cel</c> namespace: bindings, and blocks, in which each item may use the ones before it by number. Names made of numbers cannot be written,
    /// so they never meet an author's.
    /// </summary>
    private static CelExpr? ExpandCel(CelToken name, List<CelExpr> arguments) => (name.Text, arguments) switch
    {
        ("bind", [var variable, var value, var body]) => new CelExpr.Bind(Variable(variable), value, body),
        ("block", [CelExpr.ListLiteral items, var body]) => Block(items, body),
        ("index", [var number]) => new CelExpr.Ident($"@index{Ordinal(number)}"),
        ("iterVar", [var depth, var number]) => new CelExpr.Ident($"@it:{Ordinal(depth)}:{Ordinal(number)}"),
        ("accuVar", [var depth, var number]) => new CelExpr.Ident($"@ac:{Ordinal(depth)}:{Ordinal(number)}"),
        _ => null,
    };

    private static CelExpr Block(CelExpr.ListLiteral items, CelExpr body)
    {
        for (var i = items.Items.Count - 1; i >= 0; i--)
        {
            var value = items.Items[i].Value;
            body = new CelExpr.Bind(string.Create(CultureInfo.InvariantCulture, $"@index{i}"), value, body) { Start = value.Start, End = body.End };
        }
        return body;
    }

    private static string Ordinal(CelExpr expression) => expression is CelExpr.Literal { Value: CelInt { Value: >= 0 and < 10_000 } number }
        ? number.Value.ToString(CultureInfo.InvariantCulture)
        : throw new CelSyntaxException(CelIssueCodes.InvalidMacro, "A number of a variable is expected here.", expression.Start);

    private static CelExpr.Loop Loop(LoopKind kind, CelExpr range, CelExpr first, CelExpr? second, CelExpr? filter, CelExpr body)
    {
        var name = Variable(first);
        var other = second is null ? null : Variable(second);
        if (name == other) throw new CelSyntaxException(CelIssueCodes.InvalidMacro, "The two variables must have different names.", second!.Start);
        return new CelExpr.Loop(kind, range, name, other, filter, body);
    }

    private static string Variable(CelExpr expression) => expression is CelExpr.Ident { IsRooted: false } ident
        ? ident.Name
        : throw new CelSyntaxException(CelIssueCodes.InvalidMacro, "A simple variable name is expected here.", expression.Start);
}
