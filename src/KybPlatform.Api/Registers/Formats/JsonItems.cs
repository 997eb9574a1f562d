using System.Runtime.CompilerServices;
using System.Text.Json;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>The objects of a JSON file, one at a time: of a list, of lines, or of pages that hold a list under a name.</summary>
internal static class JsonItems
{
    private static readonly JsonSerializerOptions Reading = new() { MaxDepth = 32, DefaultBufferSize = 1 << 16 };

    /// <param name="pages">Names under which a page holds its list; a page without any of them is an item itself.</param>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(Stream content, IReadOnlyList<string> pages, [EnumeratorCancellation] CancellationToken ct)
    {
        var (whole, isList) = await LookAsync(content, ct);
        await foreach (var value in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(whole, topLevelValues: !isList, Reading, ct))
        {
            foreach (var item in Page(value, pages)) yield return item;
        }
    }

    private static JsonElement[] Page(JsonElement value, IReadOnlyList<string> pages)
    {
        var at = value;
        foreach (var name in pages)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out var inner) || inner.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) break;
            at = inner;
        }
        return at.ValueKind == JsonValueKind.Array ? [.. at.EnumerateArray()] : [at];
    }

    // Skips a byte order mark and white space, and tells whether the file is one list.
    private static async Task<(Stream Whole, bool IsList)> LookAsync(Stream content, CancellationToken ct)
    {
        var start = new byte[64];
        var read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        var first = start.AsSpan(0, read).StartsWith("\uFEFF"u8) ? 3 : 0;
        while (first < read && start[first] is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t') first++;
        return (new PrefixedStream(start.AsMemory(first, read - first), content), first < read && start[first] == (byte)'[');
    }
}
