using System.Globalization;
using System.Text.Json;

namespace KybPlatform.Policies.Expressions;

/// <summary>
/// Reads JSON into values. Numbers written without fraction and exponent are int (uint beyond its range, then double), others double. Text stays text unless a declared type says
/// otherwise: where a timestamp is declared, RFC 3339 or a bare date (at 00:00Z) is read; where a value does not fit its declared type it becomes the
/// error <see cref="CelErrorCodes.InvalidFact"/>, so that nothing is decided on it.
/// </summary>
public static class CelJsonReader
{
    /// <summary>Closed values: objects become maps, and what is not in them is not there.</summary>
    public static CelValue ReadClosed(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => new CelList([.. json.EnumerateArray().Select(ReadClosed)]),
        JsonValueKind.Object => CelMap.Of(json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, ReadClosed(p.Value)))),
        _ => Scalar(json),
    };

    /// <summary>One fact of the given name: objects become <see cref="CelObject"/>, and what is not in them is unknown.</summary>
    public static CelValue ReadFact(JsonElement json, string name, CelType? type = null) => Read(json, type ?? CelType.Dyn, null, name, -1);

    /// <summary>Every top-level field of a facts document as a fact.</summary>
    public static Dictionary<string, CelValue> ReadFacts(JsonElement document, CelEnvironment? environment = null)
    {
        var facts = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        foreach (var property in document.EnumerateObject())
            facts[property.Name] = ReadFact(property.Value, property.Name, environment?.FindVariable(property.Name));
        return facts;
    }

    /// <summary>One fact inside another object of facts.</summary>
    public static CelValue ReadFact(JsonElement json, CelObject? parent, string name, CelType? type = null) => Read(json, type ?? CelType.Dyn, parent, name, -1);

    private static CelValue Read(JsonElement json, CelType type, CelObject? parent, string name, int index)
    {
        if (json.ValueKind == JsonValueKind.Null) return CelValue.Null;
        if (type is CelType.Nullable nullable) type = nullable.Value;
        switch (type)
        {
            case CelType.Simple { Kind: null } when json.ValueKind == JsonValueKind.Array:
            case CelType.List when json.ValueKind == JsonValueKind.Array:
                return ReadList(json, type is CelType.List list ? list.Element : CelType.Dyn, parent, name);
            case CelType.Simple { Kind: null } or CelType.ObjectType or CelType.Map when json.ValueKind == JsonValueKind.Object:
                return ReadObject(json, type, parent, name, index);
            case CelType.Simple simple:
                return Convert(Scalar(json), simple, json);
            default:
                return Invalid(type);
        }
    }

    private static CelList ReadList(JsonElement json, CelType element, CelObject? parent, string name)
    {
        var items = new CelValue[json.GetArrayLength()];
        var i = 0;
        foreach (var item in json.EnumerateArray())
        {
            items[i] = Read(item, element, parent, name, i);
            i++;
        }
        return new CelList(items);
    }

    private static CelFields ReadObject(JsonElement json, CelType type, CelObject? parent, string name, int index)
    {
        var fields = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        var result = new CelFields(fields, parent, name, index);
        foreach (var property in json.EnumerateObject())
            fields[property.Name] = Read(property.Value, FieldType(type, property.Name), result, property.Name, -1);
        return result;
    }

    private static CelType FieldType(CelType type, string field) => type switch
    {
        CelType.ObjectType known => known.Fields.TryGetValue(field, out var declared) ? declared : known.Additional ?? CelType.Dyn,
        CelType.Map map => map.Value,
        _ => CelType.Dyn,
    };

    private static CelValue Scalar(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => CelValue.True,
        JsonValueKind.False => CelValue.False,
        JsonValueKind.String => CelValue.Of(json.GetString()),
        JsonValueKind.Number => Number(json),
        JsonValueKind.Null or JsonValueKind.Undefined => CelValue.Null,
        JsonValueKind.Object or JsonValueKind.Array => Invalid(CelType.Dyn),
    };

    private static CelValue Number(JsonElement json)
    {
        if (json.TryGetInt64(out var n)) return CelValue.Of(n);
        if (json.TryGetUInt64(out var u)) return CelValue.Of(u);
        return json.TryGetDouble(out var d) && double.IsFinite(d) ? CelValue.Of(d) : Invalid(CelType.Double);
    }

    /// <summary>The value in its declared type, as the JSON mapping of Protocol Buffers writes it.</summary>
    private static CelValue Convert(CelValue value, CelType.Simple type, JsonElement json) => (type.Kind, value) switch
    {
        (null, _) => value,
        _ when type.Kind == value.Kind => value,
        (CelKind.Double, CelInt or CelUint) => CelValue.Of(json.GetDouble()),
        (CelKind.Double, CelString { Value: "NaN" or "Infinity" or "-Infinity" } s) => CelValue.Of(double.Parse(s.Value, CultureInfo.InvariantCulture)),
        (CelKind.Uint, CelInt { Value: >= 0 } i) => CelValue.Of((ulong)i.Value),
        (CelKind.Int, CelString s) when long.TryParse(s.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) => CelValue.Of(n),
        (CelKind.Timestamp, CelString s) => Timestamp(s.Value),
        (CelKind.Duration, CelString s) => CelDuration.Parse(s.Value) as CelValue ?? Invalid(type),
        (CelKind.Bytes, CelString s) => Bytes(s.Value),
        _ => Invalid(type),
    };

    private static CelValue Timestamp(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? CelValue.Of(date)
            : CelTimestamp.Parse(text) as CelValue ?? Invalid(CelType.Timestamp);

    private static CelValue Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return System.Convert.TryFromBase64String(text, bytes, out var length) ? new CelBytes(bytes[..length]) : Invalid(CelType.Bytes);
    }

    private static CelError Invalid(CelType type) => new(CelErrorCodes.InvalidFact, $"A fact is not a {type.Name}.");
}
