using System.Globalization;
using System.Text.Json;

namespace KybPlatform.IntegrationTests.App;

/// <summary>Reads a JSON tree by pointer (RFC 6901) and says what was there where a pointer leads nowhere.</summary>
public static class JsonAt
{
    public static JsonElement At(this JsonElement root, string pointer) =>
        root.Find(pointer) ?? throw new InvalidOperationException($"Nothing at '{pointer}' of {root.GetRawText()}");

    public static string Text(this JsonElement root, string pointer) =>
        root.At(pointer) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw new InvalidOperationException($"No text at '{pointer}' of {root.GetRawText()}");

    public static IReadOnlyList<string> Texts(this JsonElement root, string pointer) => [.. root.At(pointer).EnumerateArray().Select(e => e.GetString()!)];

    /// <summary>Null where the pointer leads nowhere.</summary>
    public static JsonElement? Find(this JsonElement root, string pointer)
    {
        var at = root;
        foreach (var segment in pointer.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(segment, out var member)) at = member;
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength()) at = at[index];
            else return null;
        }
        return at;
    }
}
