using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Execution;

internal sealed class ListNode(CelExpr source, ListNode.Item[] items) : Node(source, Array.ConvertAll(items, i => i.Value))
{
    internal readonly record struct Item(Node Value, bool IsOptional);

    internal override CelValue Run(CelFrame frame)
    {
        CelValue? pending = null;
        var values = new List<CelValue>(items.Length);
        foreach (var item in items)
        {
            var value = item.Value.Eval(frame);
            if (!value.IsValue) pending = Absorb(pending, value);
            else if (!item.IsOptional) values.Add(value);
            else if (value is not CelOptional optional) pending = Absorb(pending, NotOptional(frame, value));
            else if (optional.Value is not null) values.Add(optional.Value);
        }
        return pending ?? frame.Made(values.Count == 0 ? CelList.Empty : new CelList([.. values]));
    }

    private CelError NotOptional(CelFrame frame, CelValue value)
    {
        frame.Position = Source.Start;
        return frame.NoOverload("?", value);
    }
}

internal sealed class MapNode(CelExpr source, MapNode.Entry[] entries) : Node(source, [.. entries.SelectMany(e => new[] { e.Key, e.Value })])
{
    internal readonly record struct Entry(Node Key, Node Value, bool IsOptional);

    internal override CelValue Run(CelFrame frame)
    {
        CelValue? pending = null;
        var map = CelMap.NewEntries();
        foreach (var entry in entries)
        {
            var key = entry.Key.Eval(frame);
            var value = entry.Value.Eval(frame);
            if (!key.IsValue) pending = Absorb(pending, key);
            if (!value.IsValue) pending = Absorb(pending, value);
            if (key.IsValue && value.IsValue && Add(frame, map, key, value, entry.IsOptional) is { } problem) pending = Absorb(pending, problem);
        }
        return pending ?? frame.Made(map.Count == 0 ? CelMap.Empty : new CelMap(map));
    }

    private CelError? Add(CelFrame frame, OrderedDictionary<CelValue, CelValue> map, CelValue key, CelValue value, bool isOptional)
    {
        frame.Position = Source.Start;
        if (isOptional)
        {
            if (value is not CelOptional optional) return frame.NoOverload("?", value);
            if (optional.Value is null) return null;
            value = optional.Value;
        }
        return Add(frame, map, key, value);
    }

    /// <summary>Adds an entry; the error when the key cannot be one or is there already.</summary>
    public static CelError? Add(CelFrame frame, OrderedDictionary<CelValue, CelValue> map, CelValue key, CelValue value)
    {
        if (!CelMap.IsKey(key)) return frame.NoOverload("{}", key);
        if (!frame.Charge(key.Weight / 2)) return frame.OutOfBudget();
        return map.TryAdd(key, value) ? null : frame.Fail(CelErrorCodes.DuplicateKey, "The map has the same key twice.");
    }
}

/// <summary><c>x.optMap(v, body)</c> and <c>x.optFlatMap(v, body)</c>.</summary>
internal sealed class OptionalMapNode(CelExpr.OptionalMap source, Node operand, int slot, Node body) : Node(source, operand, body)
{
    internal override CelValue Run(CelFrame frame)
    {
        var value = operand.Eval(frame);
        if (!value.IsValue) return value;
        frame.Position = Source.Start;
        if (value is not CelOptional optional) return frame.NoOverload("optMap", value);
        if (optional.Value is null) return optional;
        frame.SetLocal(slot, optional.Value);
        var result = body.Eval(frame);
        if (!result.IsValue) return result;
        frame.Position = Source.Start;
        if (!source.IsFlat) return CelOptional.Of(result);
        return result is CelOptional ? result : frame.NoOverload("optFlatMap", result);
    }
}

/// <summary><c>x.or(y)</c> and <c>x.orValue(y)</c>: the alternative counts only where the optional is empty, and so do its errors.</summary>
internal sealed class AlternativeNode(CelExpr source, string function, Node operand, Node alternative) : Node(source, operand, alternative)
{
    internal override CelValue Run(CelFrame frame)
    {
        var value = operand.Eval(frame);
        if (!value.IsValue) return value;
        if (value is CelOptional { Value: { } held }) return function == "or" ? value : held;
        var other = alternative.Eval(frame);
        if (!other.IsValue) return other;
        frame.Position = Source.Start;
        return value is CelOptional && (function != "or" || other is CelOptional) ? other : frame.NoOverload(function, value, other);
    }
}
