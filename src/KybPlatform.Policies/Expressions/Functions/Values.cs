using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Equality and ordering of any two values (cel-spec, "Equality" and "Ordering").</summary>
internal static class Values
{
    /// <summary>
    /// True or false; unknown when it depends on facts that are not there. Kinds that differ are unequal, numbers apart; NaN equals nothing.
    /// </summary>
    public static CelValue Equal(CelFrame frame, CelValue a, CelValue b)
    {
        switch (a, b)
        {
            case (CelString x, CelString y) when x.Value.Length == y.Value.Length:
                return frame.Charge(x.Value.Length / 64) ? CelValue.Of(x.Value == y.Value) : frame.OutOfBudget();
            case (CelInt x, CelInt y):
                return CelValue.Of(x.Value == y.Value);
            case (CelBool, CelBool):
                return CelValue.Of(ReferenceEquals(a, b));
            case ({ IsValue: false }, _) or (_, { IsValue: false }):
                return Unusable(a, b);
            case (CelBytes x, CelBytes y) when !frame.Charge(Math.Min(x.Value.Length, y.Value.Length) / 64):
                return frame.OutOfBudget();
            case (CelList x, CelList y):
                return EqualLists(frame, x, y);
            case ({ Kind: CelKind.Map }, { Kind: CelKind.Map }):
                return EqualMaps(frame, a, b);
            case (CelOptional x, CelOptional y):
                return x.Value is null || y.Value is null ? CelValue.Of(x.Value is null && y.Value is null) : Equal(frame, x.Value, y.Value);
            default:
                return CelValue.Of(EqualScalars(a, b));
        }
    }

    /// <summary>Below, equal, above 0; <see cref="Numbers.NotComparable"/> for NaN; null when the kinds have no common order.</summary>
    public static int? Order(CelFrame frame, CelValue a, CelValue b)
    {
        switch (a, b)
        {
            case (CelString x, CelString y):
                return frame.Charge(Math.Min(x.Value.Length, y.Value.Length) / 8) ? CodePoints.Compare(x.Value, y.Value) : null;
            case (CelBytes x, CelBytes y):
                return frame.Charge(Math.Min(x.Value.Length, y.Value.Length) / 64) ? x.Value.SequenceCompareTo(y.Value) : null;
            case (CelBool x, CelBool y):
                return x.Value.CompareTo(y.Value);
            case (CelTimestamp x, CelTimestamp y):
                return x.CompareTo(y);
            case (CelDuration x, CelDuration y):
                return x.Nanos.CompareTo(y.Nanos);
            default:
                return Numbers.IsNumber(a.Kind) && Numbers.IsNumber(b.Kind) ? Numbers.Compare(a, b) : null;
        }
    }

    private static CelValue Unusable(CelValue a, CelValue b) => (a, b) switch
    {
        (CelUnknown x, CelUnknown y) => CelUnknown.Merge(x, y),
        (CelUnknown, _) => a,
        (_, CelUnknown) => b,
        _ => a.IsValue ? b : a,
    };

    private static bool EqualScalars(CelValue a, CelValue b) => (a, b) switch
    {
        (CelString, CelString) => false,
        (CelBytes x, CelBytes y) => x.Value.SequenceEqual(y.Value),
        (CelTimestamp x, CelTimestamp y) => x.CompareTo(y) == 0,
        (CelDuration x, CelDuration y) => x.Nanos == y.Nanos,
        (CelTypeValue x, CelTypeValue y) => x.Denoted.Equals(y.Denoted),
        _ when a.Kind == CelKind.Null => b.Kind == CelKind.Null,
        _ => Numbers.Compare(a, b) == 0,
    };

    private static CelValue EqualLists(CelFrame frame, CelList a, CelList b)
    {
        if (a.Count != b.Count) return CelValue.False;
        CelValue? pending = null;
        for (var i = 0; i < a.Count; i++)
        {
            if (!frame.Charge(1)) return frame.OutOfBudget();
            var equal = Equal(frame, a[i], b[i]);
            if (ReferenceEquals(equal, CelValue.False)) return equal;
            if (!equal.IsValue) pending = pending is null ? equal : Unusable(pending, equal);
        }
        return pending ?? CelValue.True;
    }

    /// <summary>Two maps, or objects of facts. A field that an object does not know leaves the answer unknown, not false.</summary>
    private static CelValue EqualMaps(CelFrame frame, CelValue a, CelValue b)
    {
        if (a is CelMap x && b is CelMap y && x.Count != y.Count) return CelValue.False;
        CelValue? pending = null;
        foreach (var key in Keys(a).Union(Keys(b), KeyComparer.Instance))
        {
            if (!frame.Charge(1 + key.Weight / 2)) return frame.OutOfBudget();
            if (Field(a, key) is not { } left || Field(b, key) is not { } right) return CelValue.False;
            var equal = Equal(frame, left, right);
            if (ReferenceEquals(equal, CelValue.False)) return equal;
            if (!equal.IsValue) pending = pending is null ? equal : Unusable(pending, equal);
        }
        return pending ?? (ReferenceEquals(a, b) ? CelValue.True : Rest(a) as CelValue ?? Rest(b) as CelValue ?? CelValue.True);
    }

    /// <summary>Objects that agree in all that is known may still differ in what is not.</summary>
    private static CelUnknown? Rest(CelValue map) => (map as CelObject)?.Incomplete();

    private static IEnumerable<CelValue> Keys(CelValue map) => map is CelMap closed ? closed.Keys : ((CelObject)map).Fields.Select(CelValue.Of);

    /// <summary>Null only where a closed map has no such key.</summary>
    private static CelValue? Field(CelValue map, CelValue key) => map switch
    {
        CelMap closed => closed.Find(key),
        CelObject o when key is CelString field => o.Find(field.Value) ?? o.Missing(field.Value),
        _ => null,
    };
}
