namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>Fields and elements of values. A <see cref="CelMap"/> is closed, so what it lacks is an error; a <see cref="CelObject"/> is not, so it is unknown.</summary>
internal static class FieldAccess
{
    public static CelValue Select(CelFrame frame, int position, CelValue value, string field, CelString key)
    {
        switch (value)
        {
            case CelFields fields:
                return fields.Find(field) ?? fields.Missing(field);
            case CelMap map when map.Find(key) is { } found:
                return found;
            case CelMap:
                frame.Position = position;
                return frame.Fail(CelErrorCodes.NoSuchKey, $"The map has no key '{field}'.");
            case CelObject facts:
                return facts.Find(field) ?? facts.Missing(field);
            case CelOptional:
                return SelectOptional(frame, position, value, field, key);
            default:
                return NoField(frame, position, value, field);
        }
    }

    public static CelValue SelectOptional(CelFrame frame, int position, CelValue value, string field, CelString key)
    {
        switch (value)
        {
            case CelOptional optional:
                return optional.Value is null ? optional : SelectOptional(frame, position, optional.Value, field, key);
            case CelMap map:
                return map.Find(key) is { } found ? CelOptional.Of(found) : CelOptional.None;
            case CelObject facts:
                return Present(facts.Find(field) ?? facts.Missing(field));
            default:
                return NoField(frame, position, value, field);
        }
    }

    public static CelError NoField(CelFrame frame, int position, CelValue value, string field)
    {
        frame.Position = position;
        return frame.Fail(CelErrorCodes.NoSuchField, $"A value of type {value.Type.Name} has no field '{field}'.");
    }

    public static CelValue Index(CelFrame frame, CelValue value, CelValue key)
    {
        switch (value)
        {
            case CelList list when Position(key) is { } at:
                return at >= 0 && at < list.Count ? list[(int)at] : frame.Fail(CelErrorCodes.IndexOutOfBounds, "The index is outside the list.");
            case CelMap map when CelMap.IsKey(key) || key.Kind == CelKind.Double:
                return map.Find(key) ?? frame.Fail(CelErrorCodes.NoSuchKey, "The map has no such key.");
            case CelObject facts when key is CelString field:
                return facts.Find(field.Value) ?? facts.Missing(field.Value);
            case CelOptional:
                return IndexOptional(frame, value, key);
            default:
                return frame.NoOverload("[]", value, key);
        }
    }

    public static CelValue IndexOptional(CelFrame frame, CelValue value, CelValue key)
    {
        switch (value)
        {
            case CelOptional optional:
                return optional.Value is null ? optional : IndexOptional(frame, optional.Value, key);
            case CelList list when Position(key) is { } at:
                return at >= 0 && at < list.Count ? CelOptional.Of(list[(int)at]) : CelOptional.None;
            case CelMap map when CelMap.IsKey(key) || key.Kind == CelKind.Double:
                return map.Find(key) is { } found ? CelOptional.Of(found) : CelOptional.None;
            case CelObject facts when key is CelString field:
                return Present(facts.Find(field.Value) ?? facts.Missing(field.Value));
            default:
                return frame.NoOverload("[?]", value, key);
        }
    }

    /// <summary>A known absent fact is an empty optional; an unknown one stays unknown.</summary>
    private static CelValue Present(CelValue found) => !found.IsValue ? found : found.Kind == CelKind.Null ? CelOptional.None : CelOptional.Of(found);

    /// <summary>The whole number that a number is; null for a fraction and for what is no number.</summary>
    private static long? Position(CelValue key) => key switch
    {
        CelInt i => i.Value,
        CelUint u => u.Value > long.MaxValue ? long.MaxValue : (long)u.Value,
        CelDouble { Value: >= -9e18 and <= 9e18 } d when Math.Floor(d.Value) == d.Value => (long)d.Value,
        _ => null,
    };
}
