using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Binding;

/// <summary>Lists and maps.</summary>
internal sealed partial class Binder
{
    private Bound BindList(CelExpr.ListLiteral list)
    {
        CelType? element = null;
        var items = new ListNode.Item[list.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var item = Bind(list.Items[i].Value);
            items[i] = new(item.Node, list.Items[i].IsOptional);
            element = Join(element, list.Items[i].IsOptional ? OptionalPart(list.Items[i].Value, item.Type) : item.Type);
        }
        var nodes = Array.ConvertAll(items, i => i.Value);
        return new(Fold(new ListNode(list, items), nodes), CelType.ListOf(element is null ? _types.Fresh() : _types.Part(element)));
    }

    private Bound BindMap(CelExpr.MapLiteral map)
    {
        CelType? key = null;
        CelType? value = null;
        var entries = new MapNode.Entry[map.Entries.Count];
        var nodes = new List<Node>();
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = map.Entries[i];
            var (k, v) = (Bind(entry.Key), Bind(entry.Value));
            CheckKey(entry.Key, k.Type);
            entries[i] = new(k.Node, v.Node, entry.IsOptional);
            nodes.AddRange(k.Node, v.Node);
            key = Join(key, k.Type);
            value = Join(value, entry.IsOptional ? OptionalPart(entry.Value, v.Type) : v.Type);
        }
        return new(Fold(new MapNode(map, entries), [.. nodes]), CelType.MapOf(key is null ? _types.Fresh() : _types.Part(key), value is null ? _types.Fresh() : _types.Part(value)));
    }

    /// <summary>The type that elements have in common; dyn when they differ, which is no mistake.</summary>
    private CelType Join(CelType? known, CelType next) => known is null ? next : _types.Unify(known, next) ?? CelType.Dyn;

    private CelType OptionalPart(CelExpr at, CelType type)
    {
        var shallow = _types.Shallow(type);
        if (shallow is CelType.Optional optional) return optional.Value;
        if (shallow != CelType.Dyn) Issue(at, CelIssueCodes.TypeMismatch, $"After '?' an optional value is expected, and this is {Name(type)}.");
        return CelType.Dyn;
    }

    private void CheckKey(CelExpr at, CelType type)
    {
        if (Bare(type) is CelType.Free or CelType.Simple { Kind: null or CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.String }) return;
        Issue(at, CelIssueCodes.TypeMismatch, $"A map's keys are bool, int, uint or string, and this is {Name(type)}.");
    }
}
