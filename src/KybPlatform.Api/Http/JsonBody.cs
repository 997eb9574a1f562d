using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KybPlatform.Api.Http;

/// <summary>From bytes to a request record, or to a refusal that says where and why.</summary>
internal static class JsonBody
{
    public static Result<T> Read<T>(ReadOnlyMemory<byte> utf8, bool optional) where T : class
    {
        if (optional && utf8.Length == 0) utf8 = "{}"u8.ToArray();
        var parsed = Parse(utf8);
        if (parsed.IsRefused(out var error)) return error;
        using var document = parsed.Value;
        var faults = JsonShape.Check(document.RootElement, typeof(T));
        if (faults.Any(f => f.Code == "nul_character")) return Error.Malformed("nul_character", "Text must not hold U+0000.") with { Fields = faults };
        if (!faults.IsEmpty) return Error.Invalid(faults[0].Code, faults[0].Detail, faults);
        try
        {
            return document.RootElement.Deserialize<T>(Wire.Json) ?? (Result<T>)Error.Invalid("invalid_type", "The body must be a JSON object.");
        }
        catch (JsonException fault)
        {
            var pointer = Pointer.FromJsonPath(fault.Path);
            return Error.Invalid("invalid_value", "A value could not be read.", new FieldError(pointer, "invalid_value", "Not a valid value here."));
        }
    }

    public static Result<JsonDocument> Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length == 0) return Error.Malformed("malformed_json", "The body is empty.");
        if (!Utf8.IsValid(utf8.Span)) return Error.Malformed("invalid_utf8", "The body is not valid UTF-8.");
        try
        {
            if (Unusable(utf8.Span) is { } unusable) return unusable;
            return JsonDocument.Parse(utf8, Wire.Strict);
        }
        catch (JsonException fault)
        {
            return Malformed(fault);
        }
    }

    /// <summary>What is grammatical and of no use here: too deep, or "\ud800", half of a character that could be stored nowhere.</summary>
    private static Error? Unusable(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= Wire.MaxDepth)
                return Error.Malformed("too_deep", $"JSON may be nested {Wire.MaxDepth} levels deep at most.");
            if (reader.ValueIsEscaped && IsHalf(ref reader))
                return Error.Malformed("invalid_unicode", "An escape names half of a character: a surrogate without its other half.");
        }
        return null;
    }

    private static bool IsHalf(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static Error Malformed(JsonException fault)
    {
        if (fault.Message.Contains("uplicate", StringComparison.Ordinal))
            return Error.Malformed("duplicate_key", "An object names the same key twice.");
        return Error.Malformed("malformed_json", $"Not JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
    }
}

/// <summary>JSON pointers (RFC 6901).</summary>
internal static class Pointer
{
    public static string Append(string pointer, string segment) =>
        $"{pointer}/{segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string FromJsonPath(string? path)
    {
        if (path is null or "$") return "";
        var pointer = new StringBuilder();
        foreach (var part in path[1..].Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries)) pointer.Append('/').Append(part.Trim('\''));
        return pointer.ToString();
    }
}
