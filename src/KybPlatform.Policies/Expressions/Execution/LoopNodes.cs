using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>A macro over elements. Stops as soon as the budget is used up.</summary>
internal abstract class LoopNode(CelExpr.Loop source, Node range, int first, int? second, Node? filter, Node body) : Node(source, filter is null ? [range, body] : [range, filter, body])
{
    protected Node Body => body;

    protected LoopKind Kind => source.Kind;

    public override bool IsLoop => true;

    public static LoopNode Create(CelExpr.Loop source, Node range, int first, int? second, Node? filter, Node body) => source.Kind switch
    {
        LoopKind.All or LoopKind.Exists => new QuantifierNode(source, range, first, second, body),
        LoopKind.ExistsOne => new ExistsOneNode(source, range, first, second, body),
        LoopKind.Map or LoopKind.Filter or LoopKind.TransformList => new ListLoopNode(source, range, first, second, filter, body),
        LoopKind.TransformMap or LoopKind.TransformMapEntry => new MapLoopNode(source, range, first, second, filter, body),
    };

    internal override CelValue Run(CelFrame frame)
    {
        var value = range.Eval(frame);
        if (!value.IsValue) return value;
        frame.Position = Source.Start;
        // The entries of a map are copied out, however few of them are looked at.
        if (!frame.Charge(Elements.CostOf(value))) return frame.OutOfBudget();
        if (Elements.Of(value) is { } elements) return Run(frame, elements);
        return frame.NoOverload("a macro", value);
    }

    protected abstract CelValue Run(CelFrame frame, Elements elements);

    protected void Bind(CelFrame frame, Elements elements, int i)
    {
        frame.SetLocal(first, second is null ? elements.Single(i) : elements.Index(i));
        if (second is { } slot) frame.SetLocal(slot, elements.Value(i));
    }

    /// <summary>True to take the element, false to leave it; a filter that is neither goes into <paramref name="pending"/>.</summary>
    protected bool IsTaken(CelFrame frame, ref CelValue? pending)
    {
        if (filter is null) return true;
        var verdict = filter.Eval(frame);
        if (verdict.Kind != CelKind.Bool) pending = AbsorbBool(pending, verdict, frame);
        return ReferenceEquals(verdict, CelValue.True);
    }
}

/// <summary><c>all</c> is a chain of <c>&amp;&amp;</c> over the elements, <c>exists</c> a chain of <c>||</c>, absorption included.</summary>
internal sealed class QuantifierNode(CelExpr.Loop source, Node range, int first, int? second, Node body)
    : LoopNode(source, range, first, second, null, body)
{
    protected override CelValue Run(CelFrame frame, Elements elements)
    {
        var (decisive, otherwise) = Kind == LoopKind.All ? (CelValue.False, CelValue.True) : (CelValue.True, CelValue.False);
        CelValue? pending = elements.Rest;
        for (var i = 0; i < elements.Count && !frame.IsExhausted; i++)
        {
            Bind(frame, elements, i);
            var value = Body.Eval(frame);
            if (ReferenceEquals(value, decisive)) return value;
            if (!ReferenceEquals(value, otherwise)) pending = AbsorbBool(pending, value, frame);
        }
        return pending ?? otherwise;
    }
}

/// <summary>Exactly one. Does not stop early and absorbs nothing, as the specification has it.</summary>
internal sealed class ExistsOneNode(CelExpr.Loop source, Node range, int first, int? second, Node body)
    : LoopNode(source, range, first, second, null, body)
{
    protected override CelValue Run(CelFrame frame, Elements elements)
    {
        CelValue? pending = elements.Rest;
        var count = 0;
        for (var i = 0; i < elements.Count && !frame.IsExhausted; i++)
        {
            Bind(frame, elements, i);
            var value = Body.Eval(frame);
            if (ReferenceEquals(value, CelValue.True)) count++;
            else if (!ReferenceEquals(value, CelValue.False)) pending = AbsorbBool(pending, value, frame);
        }
        return pending ?? CelValue.Of(count == 1);
    }
}

/// <summary><c>map</c>, <c>filter</c> and <c>transformList</c>.</summary>
internal sealed class ListLoopNode(CelExpr.Loop source, Node range, int first, int? second, Node? filter, Node body)
    : LoopNode(source, range, first, second, filter, body)
{
    protected override CelValue Run(CelFrame frame, Elements elements)
    {
        CelValue? pending = elements.Rest;
        var values = new List<CelValue>();
        for (var i = 0; i < elements.Count && !frame.IsExhausted; i++)
        {
            Bind(frame, elements, i);
            if (!IsTaken(frame, ref pending)) continue;
            var value = Body.Eval(frame);
            if (Kind == LoopKind.Filter) pending = Keep(frame, values, elements.Single(i), value, pending);
            else if (value.IsValue) values.Add(value);
            else pending = Absorb(pending, value);
        }
        return pending ?? frame.Made(new CelList([.. values]));
    }

    private CelValue? Keep(CelFrame frame, List<CelValue> values, CelValue element, CelValue verdict, CelValue? pending)
    {
        if (ReferenceEquals(verdict, CelValue.True)) values.Add(element);
        return verdict.Kind == CelKind.Bool ? pending : AbsorbBool(pending, verdict, frame);
    }
}

/// <summary><c>transformMap</c> and <c>transformMapEntry</c>.</summary>
internal sealed class MapLoopNode(CelExpr.Loop source, Node range, int first, int? second, Node? filter, Node body)
    : LoopNode(source, range, first, second, filter, body)
{
    protected override CelValue Run(CelFrame frame, Elements elements)
    {
        CelValue? pending = elements.Rest;
        var map = CelMap.NewEntries();
        for (var i = 0; i < elements.Count && !frame.IsExhausted; i++)
        {
            Bind(frame, elements, i);
            if (!IsTaken(frame, ref pending)) continue;
            var value = Body.Eval(frame);
            frame.Position = Source.Start;
            if (!value.IsValue) pending = Absorb(pending, value);
            else if (Kind == LoopKind.TransformMap) pending = Add(frame, map, elements.Index(i), value, pending);
            else if (value is CelMap entries) foreach (var (key, entry) in entries) pending = Add(frame, map, key, entry, pending);
            else pending = Absorb(pending, frame.NoOverload("transformMapEntry", value));
        }
        return pending ?? frame.Made(new CelMap(map));
    }

    private static CelValue? Add(CelFrame frame, OrderedDictionary<CelValue, CelValue> map, CelValue key, CelValue value, CelValue? pending) =>
        MapNode.Add(frame, map, key, value) is { } problem ? Absorb(pending, problem) : pending;
}
