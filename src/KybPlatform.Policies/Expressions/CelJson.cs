using System.Text.Json;
using KybPlatform.Policies.Expressions.Functions;

namespace KybPlatform.Policies.Expressions;

/// <summary>
/// Values to and from JSON. Writing follows the JSON mapping of Protocol Buffers, and the same value always gives the same bytes: bytes are base64,
/// NaN and infinities are strings, durations <c>"1.5s"</c>, timestamps RFC 3339, a map with other than string keys a list of pairs. Integers are
/// numbers where a double holds them exactly and decimal strings beyond (cel-spec, "JSON Data Conversion"). Fields of maps keep their order; fields of
/// objects of facts are sorted.
/// </summary>
public static class CelJson
{
    private const long LargestExactInteger = (1L << 53) - 1;

    /// <summary>Writes a value. An unknown is written as <c>{"unknown": […]}</c> and an error as <c>{"error": {…}}</c>, wherever they stand.</summary>
    public static void Write(Utf8JsonWriter writer, CelValue value)
    {
        switch (value)
        {
            case CelBool b: writer.WriteBooleanValue(b.Value); break;
            case CelInt i when i.Value is >= -LargestExactInteger and <= LargestExactInteger: writer.WriteNumberValue(i.Value); break;
            case CelUint u when u.Value <= LargestExactInteger: writer.WriteNumberValue(u.Value); break;
            case CelInt or CelUint: writer.WriteStringValue(Conversions.Text(value)); break;
            case CelDouble d when double.IsFinite(d.Value): writer.WriteNumberValue(d.Value); break;
            case CelDouble d: writer.WriteStringValue(NumberText.Format(d.Value)); break;
            case CelString s: writer.WriteStringValue(s.Value); break;
            case CelBytes b: writer.WriteBase64StringValue(b.Value); break;
            case CelTimestamp t: writer.WriteStringValue(t.ToText()); break;
            case CelDuration d: writer.WriteStringValue(d.ToText()); break;
            case CelTypeValue t: writer.WriteStringValue(TypeName(t.Denoted)); break;
            case CelOptional o: Write(writer, o.Value ?? CelValue.Null); break;
            case CelList list: WriteList(writer, list); break;
            case CelMap map: WriteMap(writer, map); break;
            case CelObject o: WriteObject(writer, o); break;
            case CelUnknown u: WriteUnknown(writer, u); break;
            case CelError e: WriteError(writer, e); break;
            default: writer.WriteNullValue(); break;
        }
    }

    /// <summary>What writing the value costs, in the units of <see cref="CelLimits.MaxCost"/>.</summary>
    public static long SizeOf(CelValue value) => value.Weight;

    /// <summary>A type's name without parameters: <c>int</c>, <c>list</c>, <c>google.protobuf.Timestamp</c>.</summary>
    public static string TypeName(CelType type) => TextFormat.Short(type);

    private static void WriteList(Utf8JsonWriter writer, CelList list)
    {
        writer.WriteStartArray();
        foreach (var item in list) Write(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, CelMap map)
    {
        if (map.All(e => e.Key is CelString))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in map)
            {
                writer.WritePropertyName(((CelString)key).Value);
                Write(writer, value);
            }
            writer.WriteEndObject();
            return;
        }
        writer.WriteStartArray();
        foreach (var (key, value) in map) WriteList(writer, new CelList([key, value]));
        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, CelObject facts)
    {
        writer.WriteStartObject();
        foreach (var field in facts.Fields.Order(StringComparer.Ordinal))
        {
            if (facts.Find(field) is not { } value) continue;
            writer.WritePropertyName(field);
            Write(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void WriteUnknown(Utf8JsonWriter writer, CelUnknown unknown)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("unknown");
        foreach (var path in unknown.Paths) writer.WriteStringValue(path);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, CelError error)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        if (error.Position >= 0) writer.WriteNumber("position", error.Position);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes a trace: <c>{text, position, value?, type?, unknown?, error?, skipped?, reads?, parts?, omitted?}</c>.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, CelTrace trace)
    {
        writer.WriteStartObject();
        writer.WriteString("text", trace.Text);
        writer.WriteNumber("position", trace.Position);
        if (trace.Reads is not null) writer.WriteString("reads", trace.Reads);
        WriteOutcome(writer, trace.Value);
        if (trace.Omitted > 0) writer.WriteNumber("omitted", trace.Omitted);
        if (trace.Children.Count > 0)
        {
            writer.WriteStartArray("parts");
            foreach (var part in trace.Children) Write(writer, part);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, CelValue? value)
    {
        switch (value)
        {
            case null:
                writer.WriteBoolean("skipped", true);
                break;
            case CelUnknown unknown:
                writer.WriteStartArray("unknown");
                foreach (var path in unknown.Paths) writer.WriteStringValue(path);
                writer.WriteEndArray();
                break;
            case CelError error:
                writer.WriteStartObject("error");
                writer.WriteString("code", error.Code);
                writer.WriteString("message", error.Message);
                writer.WriteEndObject();
                break;
            default:
                writer.WritePropertyName("value");
                Write(writer, value);
                writer.WriteString("type", TypeName(value.Type));
                break;
        }
    }
}
