using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KybPlatform.Policies.Documents;

/// <summary>Writes JSON as YAML that <see cref="PolicyLoader"/> reads back as the same: blocks, two blanks a level, texts quoted wherever they could be taken for something else.</summary>
public static partial class YamlWriter
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonObject document)
    {
        var text = new StringBuilder(4096);
        Members(text, document, 0);
        return text.ToString();
    }

    private static void Members(StringBuilder text, JsonObject o, int indent)
    {
        foreach (var (name, value) in o)
        {
            text.Append(' ', indent).Append(Scalar(JsonValue.Create(name))).Append(':');
            Value(text, value, indent + 2);
        }
    }

    private static void Items(StringBuilder text, JsonArray items, int indent)
    {
        foreach (var item in items)
        {
            text.Append(' ', indent).Append('-');
            Value(text, item, indent + 2);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } o:
                Members(text.Append('\n'), o, indent);
                break;
            case JsonArray { Count: > 0 } a:
                Items(text.Append('\n'), a, indent);
                break;
            case JsonObject:
                text.Append(" {}\n");
                break;
            case JsonArray:
                text.Append(" []\n");
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static string Scalar(JsonNode? value)
    {
        if (value is null) return "null";
        if (value.GetValueKind() != JsonValueKind.String) return value.ToJsonString();
        var content = value.GetValue<string>();
        return Plain().IsMatch(content) && content is not ("true" or "false" or "null") ? content : JsonSerializer.Serialize(content, Relaxed);
    }

    // Begins with a letter and holds no sign that YAML could mean something by.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./ -]*[A-Za-z0-9_]$|^[A-Za-z]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
