using System.Globalization;
using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>A document as JSON nodes, with the place in the text of every node, and what was wrong with the text itself. Root is null when nothing could be read.</summary>
internal sealed class DocumentTree
{
    /// <summary>Far above any real policy, far below what hurts.</summary>
    public const int MaxBytes = 1_048_576;

    public const int MaxDepth = 64;

    /// <summary>Characters of the pointers to all nodes. A full document of decision rows has three million.</summary>
    private const long MaxPointers = 16_000_000;

    private long _pointers;
    private readonly Dictionary<string, SourcePosition> _positions = new(StringComparer.Ordinal);

    public JsonNode? Root { get; set; }
    public List<PolicyIssue> Issues { get; } = [];

    /// <summary>
    /// Notes where a node is. Throws <see cref="DocumentTooLargeException"/> once the pointers of all nodes together are longer than any real document's: every node
    /// repeats the names it lies under, so that one long name above many nodes would not fit into memory.
    /// </summary>
    public void Place(string pointer, SourcePosition position)
    {
        _pointers += pointer.Length;
        if (_pointers > MaxPointers) throw new DocumentTooLargeException();
        _positions[pointer] = position;
    }

    /// <summary>Gives up the document because of its size.</summary>
    public void GiveUp()
    {
        Root = null;
        Issues.Add(new PolicyIssue("", "too_large", "The document has too many entries under too long names."));
    }

    /// <summary>The place of a node, or of its nearest parent that has one.</summary>
    public SourcePosition? PositionOf(string pointer)
    {
        while (true)
        {
            if (_positions.TryGetValue(pointer, out var position)) return position;
            var slash = pointer.LastIndexOf('/');
            if (slash < 0) return null;
            pointer = pointer[..slash];
        }
    }

    public void Refuse(string pointer, string code, string detail, string? suggestion = null) =>
        Issues.Add(new PolicyIssue(pointer, code, detail, PositionOf(pointer), suggestion));

    /// <summary>A number that a double holds exactly enough for the canonical form (RFC 8785); others are refused, quoted text holds them.</summary>
    public JsonValue? Number(string pointer, string text)
    {
        const double largestExact = 9_007_199_254_740_991;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && Math.Abs((double)integer) <= largestExact)
            return JsonValue.Create(integer);
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (Math.Abs(number) <= largestExact) return JsonValue.Create(number);
        Refuse(pointer, "number_out_of_range", "Numbers lie within ±(2^53 - 1).");
        return null;
    }

    /// <summary>Escapes one member name for a JSON pointer (RFC 6901).</summary>
    public static string Child(string pointer, string name) =>
        pointer + "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Child(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");
}

/// <summary>Ends the reading of a document that would not fit into memory. Never seen outside the readers.</summary>
internal sealed class DocumentTooLargeException : Exception;
