using KybPlatform.Policies.Expressions.Execution;
using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Operators by the names cel-spec gives them, and <c>size</c>.</summary>
internal static class Operators
{
    private static readonly CelType[] Ordered =
        [CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Bytes, CelType.Timestamp, CelType.Duration];

    private static readonly CelType[] Numeric = [CelType.Int, CelType.Uint, CelType.Double];

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Function("!_", Not, Global(CelType.Bool, CelType.Bool)),
        Function("-_", Arithmetic.Negate, Global(CelType.Int, CelType.Int), Global(CelType.Double, CelType.Double)),
        Function("_+_", Arithmetic.Add,
            [.. Same([.. Numeric, CelType.String, CelType.Bytes, CelType.Duration, ListA]),
            Global(CelType.Timestamp, CelType.Timestamp, CelType.Duration), Global(CelType.Timestamp, CelType.Duration, CelType.Timestamp)]),
        Function("_-_", Arithmetic.Subtract,
            [.. Same([.. Numeric, CelType.Duration]),
            Global(CelType.Duration, CelType.Timestamp, CelType.Timestamp), Global(CelType.Timestamp, CelType.Timestamp, CelType.Duration)]),
        Function("_*_", Arithmetic.Multiply, Same(Numeric)),
        Function("_/_", Arithmetic.Divide, Same(Numeric)),
        Function("_%_", Arithmetic.Remainder, Same([CelType.Int, CelType.Uint])),
        Function("_<_", (f, a, b) => Compare(f, "<", a, b, o => o < 0), Ordering()),
        Function("_<=_", (f, a, b) => Compare(f, "<=", a, b, o => o <= 0), Ordering()),
        Function("_>_", (f, a, b) => Compare(f, ">", a, b, o => o > 0), Ordering()),
        Function("_>=_", (f, a, b) => Compare(f, ">=", a, b, o => o >= 0), Ordering()),
        Function("_in_", In, Global(CelType.Bool, A, ListA), Global(CelType.Bool, A, MapAB)),
        Function("size", Size,
            [.. ForEach([CelType.String, CelType.Bytes, ListA, MapAB], t => Global(CelType.Int, t)),
            .. ForEach([CelType.String, CelType.Bytes, ListA, MapAB], t => Member(CelType.Int, t))]),
    ];

    public static Function2 Equality(string symbol) => symbol == "==" ? Values.Equal : NotEqual;

    private static IReadOnlyList<CelOverload> Same(IReadOnlyList<CelType> types) => ForEach(types, t => Global(t, t, t));

    private static IReadOnlyList<CelOverload> Ordering() => ForEach(Ordered, t => Global(CelType.Bool, t, t));

    private static CelValue Not(CelFrame frame, CelValue a) => a is CelBool b ? CelValue.Of(!b.Value) : frame.NoOverload("!", a);

    private static CelValue NotEqual(CelFrame frame, CelValue a, CelValue b)
    {
        var equal = Values.Equal(frame, a, b);
        return equal is CelBool known ? CelValue.Of(!known.Value) : equal;
    }

    private static CelValue Compare(CelFrame frame, string symbol, CelValue a, CelValue b, Func<int, bool> holds)
    {
        if (a is CelInt x && b is CelInt y) return CelValue.Of(holds(x.Value.CompareTo(y.Value)));
        if (Values.Order(frame, a, b) is { } order) return CelValue.Of(order != Numbers.NotComparable && holds(order));
        return frame.IsExhausted ? frame.OutOfBudget() : frame.NoOverload(symbol, a, b);
    }

    private static CelValue In(CelFrame frame, CelValue item, CelValue container)
    {
        if (!frame.Charge(item.Weight / 8)) return frame.OutOfBudget();
        switch (container)
        {
            case CelList list:
                return InList(frame, item, list);
            case CelMap map:
                return CelValue.Of((CelMap.IsKey(item) || item.Kind == CelKind.Double) && map.Find(item) is not null);
            case CelObject facts when item is CelString field:
                var found = facts.Find(field.Value) ?? facts.Missing(field.Value);
                return found.IsValue ? CelValue.Of(found.Kind != CelKind.Null) : found;
            default:
                return frame.NoOverload("in", item, container);
        }
    }

    private static CelValue InList(CelFrame frame, CelValue item, CelList list)
    {
        CelValue? pending = null;
        foreach (var candidate in list.Items)
        {
            if (!frame.Charge(1)) return frame.OutOfBudget();
            var equal = Values.Equal(frame, item, candidate);
            if (ReferenceEquals(equal, CelValue.True)) return equal;
            if (!equal.IsValue) pending = pending is CelUnknown u && equal is CelUnknown v ? CelUnknown.Merge(u, v) : pending as CelUnknown ?? equal;
        }
        return pending ?? CelValue.False;
    }

    private static CelValue Size(CelFrame frame, CelValue a) => a switch
    {
        CelString s => frame.Charge(s.Value.Length / 8) ? CelValue.Of((long)CodePoints.Count(s.Value)) : frame.OutOfBudget(),
        CelBytes b => CelValue.Of((long)b.Value.Length),
        CelList list => CelValue.Of((long)list.Count),
        CelMap map => CelValue.Of((long)map.Count),
        CelObject o => o.Incomplete(),
        _ => frame.NoOverload("size", a),
    };
}
