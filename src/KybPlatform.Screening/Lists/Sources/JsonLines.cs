using System.Text.Json;

namespace KybPlatform.Screening.Lists.Sources;

/// <summary>JSON documents, one a line. A line that is no whole document refuses the file: a cut shows in its last line.</summary>
internal static class JsonLines
{
    /// <summary>The longest real lines, states with all their names and addresses, are below a megabyte.</summary>
    private const int LongestLine = 32 * 1024 * 1024;

    public static void Each(SourceFile file, Action<JsonElement, long> use)
    {
        using var content = file.Open();
        var buffer = new byte[65536];
        var (start, end, line) = (0, 0, 1L);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Parse(buffer.AsMemory(start, length), line++, file, use);
                start += length + 1;
                continue;
            }
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
                Array.Resize(ref buffer, end < LongestLine ? 2 * end : throw new ListBrokenException("line_too_long", $"A line holds more than {LongestLine} bytes.", file.Name, line));
            var read = content.Read(buffer, end, buffer.Length - end);
            if (read == 0)
                break;
            end += read;
        }
        Parse(buffer.AsMemory(0, end), line, file, use);
    }

    public static JsonElement Whole(SourceFile file, long most)
    {
        using var content = new BoundedStream(file.Open(), most, file.Name);
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw Broken(broken, file, (broken.LineNumber ?? 0) + 1);
        }
    }

    private static void Parse(ReadOnlyMemory<byte> text, long line, SourceFile file, Action<JsonElement, long> use)
    {
        if (line == 1 && text.Span.StartsWith("\uFEFF"u8))
            text = text[3..];
        if (text.Span.Trim(" \t\r"u8).IsEmpty)
            return;
        try
        {
            using var document = JsonDocument.Parse(text);
            use(document.RootElement, line);
        }
        // A string whose bytes are no UTF-8 shows when it is read.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw Broken(broken, file, line);
        }
    }

    private static ListBrokenException Broken(Exception broken, SourceFile file, long line) => new("broken_json", broken.Message, file.Name, line);
}
