namespace KybPlatform.Policies.Resolution;

/// <summary>
/// Cuts a pack file before it is parsed, so that of a file of many policies only the one asked for costs anything. It knows the layout of
/// the packs and not all of YAML; a test of the build holds it against the whole parse of every shipped file.
/// </summary>
internal static class PackText
{
    private const string Mark = "---";
    private const string Examples = "tests:";

    /// <summary>The documents of a file, in the order of the file.</summary>
    public static IReadOnlyList<string> Parts(string text)
    {
        var parts = new List<string>();
        var begin = 0;
        foreach (var line in Lines(text))
        {
            if (!IsMark(text.AsSpan(line.Start, line.Length))) continue;
            // A mark before anything else opens the first document and ends none.
            if (parts.Count > 0 || !IsBlank(text.AsSpan(begin, line.Start - begin))) parts.Add(text[begin..line.Start]);
            begin = line.Start + line.Length;
        }

        parts.Add(text[begin..]);
        return parts;
    }

    /// <summary>A document without its examples, which are most of many texts and no part of what is evaluated.</summary>
    public static string WithoutExamples(string part)
    {
        var begin = -1;
        foreach (var line in Lines(part))
        {
            var content = part.AsSpan(line.Start, line.Length);
            if (begin < 0)
            {
                if (content.StartsWith(Examples, StringComparison.Ordinal)) begin = line.Start;
            }
            else if (IsMember(content))
            {
                return string.Concat(part.AsSpan(0, begin), part.AsSpan(line.Start));
            }
        }

        return begin < 0 ? part : part[..begin];
    }

    /// <summary>A line that begins another member of the document: nothing that is indented, an item, a comment or empty does.</summary>
    private static bool IsMember(ReadOnlySpan<char> line) => line.Length > 0 && line[0] is >= 'a' and <= 'z';

    private static bool IsMark(ReadOnlySpan<char> line) => line.StartsWith(Mark, StringComparison.Ordinal) && line[Mark.Length..].IsWhiteSpace();

    private static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (!line.IsWhiteSpace() && !line.StartsWith('#')) return false;
        }

        return true;
    }

    private static IEnumerable<(int Start, int Length)> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            yield return (start, next - start);
            start = next;
        }
    }
}
