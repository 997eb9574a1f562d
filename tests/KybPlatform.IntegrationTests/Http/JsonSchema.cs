using System.Text.Json;
using System.Text.RegularExpressions;

namespace KybPlatform.IntegrationTests.Http;

/// <summary>Measures JSON by a schema of the OpenAPI document: the keywords that the document uses, and a failure for any other.</summary>
internal sealed class JsonSchema(JsonElement document)
{
    private static readonly string[] Words = ["title", "description", "example", "examples", "default", "format", "deprecated", "readOnly", "writeOnly"];

    /// <summary>Every fault with its place; empty where the value fits.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, JsonElement schema)
    {
        var faults = new List<string>();
        Visit(value, schema, "", faults);
        return faults;
    }

    /// <summary>Follows a local reference.</summary>
    public JsonElement Resolve(JsonElement held) =>
        held.TryGetProperty("$ref", out var reference)
            ? reference.GetString()![2..].Split('/').Aggregate(document, (at, part) => at.GetProperty(part.Replace("~1", "/", StringComparison.Ordinal)))
            : held;

    private void Visit(JsonElement value, JsonElement schema, string at, List<string> faults)
    {
        foreach (var keyword in schema.EnumerateObject()) Keyword(value, keyword.Name, keyword.Value, schema, at, faults);
    }

    private void Keyword(JsonElement value, string name, JsonElement asked, JsonElement schema, string at, List<string> faults)
    {
        switch (name)
        {
            case "$ref": Visit(value, Resolve(schema), at, faults); break;
            case "type": if (!Types(asked).Any(t => Is(value, t))) faults.Add($"{at}: not {asked}"); break;
            case "enum": if (!asked.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value))) faults.Add($"{at}: {value} is not one of {asked}"); break;
            case "anyOf": if (!asked.EnumerateArray().Any(s => Faults(value, s).Count == 0)) faults.Add($"{at}: fits none of {asked}"); break;
            case "allOf": foreach (var part in asked.EnumerateArray()) Visit(value, part, at, faults); break;
            case "properties": Members(value, asked, at, faults); break;
            case "required": if (value.ValueKind == JsonValueKind.Object) faults.AddRange(asked.EnumerateArray().Where(r => !value.TryGetProperty(r.GetString()!, out _)).Select(r => $"{at}: lacks {r}")); break;
            case "additionalProperties": Others(value, asked, schema, at, faults); break;
            case "items": Items(value, asked, at, faults); break;
            case "minLength" or "maxLength" or "pattern": Text(value, name, asked, at, faults); break;
            case "minimum" or "maximum": Number(value, name, asked, at, faults); break;
            case "minItems" or "maxItems": Count(value, name, asked, at, faults); break;
            default: if (!Words.Contains(name)) throw new NotSupportedException($"The test does not know the keyword {name}."); break;
        }
    }

    private void Members(JsonElement value, JsonElement properties, string at, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in properties.EnumerateObject())
            if (value.TryGetProperty(property.Name, out var held)) Visit(held, property.Value, $"{at}/{property.Name}", faults);
    }

    private void Others(JsonElement value, JsonElement asked, JsonElement schema, string at, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject().Where(m => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(m.Name, out _)))
        {
            if (asked.ValueKind == JsonValueKind.False) faults.Add($"{at}: {member.Name} is not known");
            else if (asked.ValueKind == JsonValueKind.Object) Visit(member.Value, asked, $"{at}/{member.Name}", faults);
        }
    }

    private void Items(JsonElement value, JsonElement asked, string at, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Array) return;
        var index = 0;
        foreach (var item in value.EnumerateArray()) Visit(item, asked, $"{at}/{index++}", faults);
    }

    private static void Text(JsonElement value, string name, JsonElement asked, string at, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.String) return;
        var text = value.GetString()!;
        var fits = name switch
        {
            "minLength" => text.Length >= asked.GetInt32(),
            "maxLength" => text.Length <= asked.GetInt32(),
            _ => Regex.IsMatch(text, asked.GetString()!, RegexOptions.NonBacktracking),
        };
        if (!fits) faults.Add($"{at}: '{text}' against {name} {asked}");
    }

    private static void Number(JsonElement value, string name, JsonElement asked, string at, List<string> faults)
    {
        if (value.ValueKind == JsonValueKind.Number && (name == "minimum" ? value.GetDouble() < asked.GetDouble() : value.GetDouble() > asked.GetDouble()))
            faults.Add($"{at}: {value} against {name} {asked}");
    }

    private static void Count(JsonElement value, string name, JsonElement asked, string at, List<string> faults)
    {
        if (value.ValueKind == JsonValueKind.Array && (name == "minItems" ? value.GetArrayLength() < asked.GetInt32() : value.GetArrayLength() > asked.GetInt32()))
            faults.Add($"{at}: {value.GetArrayLength()} items against {name} {asked}");
    }

    private static IEnumerable<string> Types(JsonElement asked) => asked.ValueKind == JsonValueKind.Array ? asked.EnumerateArray().Select(t => t.GetString()!) : [asked.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new NotSupportedException(type),
    };
}
