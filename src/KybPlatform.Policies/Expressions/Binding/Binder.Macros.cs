using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Binding;

/// <summary>Macros with variables of their own.</summary>
internal sealed partial class Binder
{
    private Bound BindLoop(CelExpr.Loop loop)
    {
        var range = Bind(loop.Range);
        var (element, second, path) = ElementsOf(loop, range);
        var isTwo = loop.Second is not null;
        var first = Push(loop.First, element, isTwo && Bare(range.Type) is CelType.List ? null : path);
        var other = isTwo ? Push(loop.Second!, second, path) : null;
        var filter = loop.Filter is null ? null : Expect(loop.Filter, CelType.Bool, "The filter");
        var isTest = loop.Kind is LoopKind.All or LoopKind.Exists or LoopKind.ExistsOne or LoopKind.Filter;
        var body = isTest ? new(Expect(loop.Body, CelType.Bool, "The condition"), CelType.Bool) : Bind(loop.Body);
        Pop();
        if (isTwo) Pop();
        var node = LoopNode.Create(loop, range.Node, first.Slot, other?.Slot, filter, body.Node);
        return new(node, LoopType(loop, element, body.Type, Bare(range.Type)));
    }

    /// <summary>The types of the macro's variables, and the fact path of the elements. One variable: element or key. Two: index or key, then value.</summary>
    private (CelType First, CelType Second, string? Path) ElementsOf(CelExpr.Loop loop, Bound range)
    {
        var isTwo = loop.Second is not null;
        switch (Bare(range.Type))
        {
            case CelType.List list:
                return (isTwo ? CelType.Int : list.Element, list.Element, range.Path is null ? null : $"{range.Path}[]");
            case CelType.Map map:
                return (map.Key, map.Value, null);
            case CelType.ObjectType { Additional: { } additional }:
                return (CelType.String, additional, null);
            case CelType.Free or CelType.Simple { Kind: null }:
                return (CelType.Dyn, CelType.Dyn, range.Path is null ? null : $"{range.Path}[]");
            case var other:
                Issue(loop.Range, CelIssueCodes.TypeMismatch, $"A macro goes over a list or map, and this is {Name(other)}.");
                return (CelType.Dyn, CelType.Dyn, null);
        }
    }

    private CelType LoopType(CelExpr.Loop loop, CelType element, CelType body, CelType range) => loop.Kind switch
    {
        LoopKind.All or LoopKind.Exists or LoopKind.ExistsOne => CelType.Bool,
        LoopKind.Filter => CelType.ListOf(_types.Part(element)),
        LoopKind.Map or LoopKind.TransformList => CelType.ListOf(_types.Part(body)),
        LoopKind.TransformMap => CelType.MapOf(range is CelType.List ? CelType.Int : _types.Part(element), _types.Part(body)),
        LoopKind.TransformMapEntry => EntryType(loop, body),
    };

    private CelType EntryType(CelExpr.Loop loop, CelType body)
    {
        if (Bare(body) is CelType.Map or CelType.Free or CelType.Simple { Kind: null }) return body;
        Issue(loop.Body, CelIssueCodes.TypeMismatch, $"transformMapEntry needs a map of one entry, and this is {Name(body)}.");
        return CelType.Dyn;
    }

    private Bound BindBinding(CelExpr.Bind bind)
    {
        var value = BindPart(bind.Value);
        var local = Push(bind.Name, value.Type, value.Path);
        var body = Bind(bind.Body);
        Pop();
        return new(new BindNode(bind, local.Slot, value.Node, body.Node), body.Type);
    }

    private Bound BindOptionalMap(CelExpr.OptionalMap map)
    {
        var operand = Bind(map.Operand);
        var type = _types.Shallow(operand.Type);
        if (type is not CelType.Optional && type != CelType.Dyn)
            Issue(map.Operand, CelIssueCodes.TypeMismatch, $"optMap needs an optional value, and this is {Name(type)}.");
        var local = Push(map.Name, type is CelType.Optional optional ? optional.Value : CelType.Dyn, operand.Path);
        var body = Bind(map.Body);
        Pop();
        if (map.IsFlat && _types.Shallow(body.Type) is not CelType.Optional && _types.Shallow(body.Type) != CelType.Dyn)
            Issue(map.Body, CelIssueCodes.TypeMismatch, $"optFlatMap needs an optional result, and this is {Name(body.Type)}.");
        var result = map.IsFlat ? body.Type : CelType.OptionalOf(_types.Part(body.Type));
        return new(new OptionalMapNode(map, operand.Node, local.Slot, body.Node), result);
    }
}
