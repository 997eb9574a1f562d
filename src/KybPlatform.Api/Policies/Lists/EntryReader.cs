using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>
/// Reads entries from <c>.csv</c> (the first column; a heading <c>value</c> is left out), <c>.jsonl</c> (texts, or objects with a <c>value</c>) or <c>.json</c> (a list of the same).
/// Blank lines are no entries; anything else that is none is refused with its number.
/// </summary>
internal static class EntryReader
{
    public const int MostEntries = 1_000_000;
    private const int LongestLine = 10_000;

    /// <summary>Null when all was taken.</summary>
    public static async Task<Error?> ReadAsync(Stream content, string extension, Func<string, bool> take, CancellationToken ct)
    {
        var (taken, number) = (0, 0);
        try
        {
            await foreach (var (at, entry) in Entries(content, extension, ct))
            {
                number = at;
                if (++taken > MostEntries) return Error.Invalid("too_many_entries", $"A file holds at most {MostEntries} entries.") with { OfShape = true };
                if (entry is null || entry.Length > ListEntries.MaxLength || !take(entry)) return Wrong(number, extension);
            }
        }
        catch (Exception broken) when (broken is JsonException or DecoderFallbackException or LineTooLongException)
        {
            return Wrong(number + 1, extension);
        }
        catch (NotSupportedException)
        {
            return new Error("unsupported_media_type", ErrorKind.UnsupportedMediaType, "Name the file .csv, .jsonl or .json.");
        }
        return null;
    }

    private static Error Wrong(int number, string extension)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{(extension is ".json" ? "Entry" : "Line")} {number} is no text of 1 to {ListEntries.MaxLength} characters with something to compare.");
        return Error.Invalid("invalid_entry", detail, new FieldError($"/file/{number - 1}", "invalid_entry", detail)) with { OfShape = true };
    }

    /// <summary>With the number of its line, or of its place in a JSON list; null for what is no entry.</summary>
    private static IAsyncEnumerable<(int Number, string? Value)> Entries(Stream content, string extension, CancellationToken ct) => extension switch
    {
        ".csv" or ".txt" => Csv(content, ct),
        ".jsonl" or ".ndjson" => Lines(content, ct).Select(line => (line.Number, OfLine(line.Text))),
        ".json" => JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(content, JsonSerializerOptions.Default, ct).Select((json, i) => (i + 1, Of(json))),
        _ => throw new NotSupportedException(),
    };

    private static string? OfLine(string line)
    {
        try
        {
            return Of(JsonSerializer.Deserialize<JsonElement>(line));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Of(JsonElement json) => json switch
    {
        { ValueKind: JsonValueKind.String } => json.GetString(),
        { ValueKind: JsonValueKind.Object } when json.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String => value.GetString(),
        _ => null,
    };

    private static async IAsyncEnumerable<(int Number, string? Value)> Csv(Stream content, [EnumeratorCancellation] CancellationToken ct)
    {
        var isFirst = true;
        await foreach (var (number, line) in Lines(content, ct))
        {
            var value = FirstColumn(line);
            if (isFirst && value.Equals("value", StringComparison.OrdinalIgnoreCase))
            {
                isFirst = false;
                continue;
            }

            isFirst = false;
            yield return (number, value);
        }
    }

    private static string FirstColumn(string line)
    {
        if (!line.StartsWith('"')) return line.IndexOf(',', StringComparison.Ordinal) is var comma and >= 0 ? line[..comma] : line;
        var value = new StringBuilder();
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] != '"') value.Append(line[i]);
            else if (i + 1 < line.Length && line[i + 1] == '"') value.Append(line[++i]);
            else break;
        }
        return value.ToString();
    }

    /// <summary>Lines that are not blank. Bounded, so that a file without line breaks is not held whole.</summary>
    private static async IAsyncEnumerable<(int Number, string Text)> Lines(Stream content, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var buffer = new char[16 * 1024];
        var (line, number, afterReturn) = (new StringBuilder(), 1, false);
        int read;
        while ((read = await reader.ReadAsync(buffer, ct)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                var endsPair = afterReturn && buffer[i] is '\n';
                afterReturn = buffer[i] is '\r';
                if (endsPair) continue;
                if (buffer[i] is not ('\n' or '\r'))
                {
                    line.Append(buffer[i]);
                    if (line.Length > LongestLine) throw new LineTooLongException();
                    continue;
                }

                if (!IsBlank(line)) yield return (number, line.ToString());
                line.Clear();
                number++;
            }
        }
        if (!IsBlank(line)) yield return (number, line.ToString());
    }

    private static bool IsBlank(StringBuilder line)
    {
        for (var i = 0; i < line.Length; i++)
            if (!char.IsWhiteSpace(line[i])) return false;
        return true;
    }

    private sealed class LineTooLongException : Exception;
}
