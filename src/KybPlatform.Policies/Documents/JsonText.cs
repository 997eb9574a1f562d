using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>JSON text (RFC 8259) with the place of every node. A name that is written twice is refused: two readers could take two different values.</summary>
internal static class JsonText
{
    public static DocumentTree Parse(ReadOnlySpan<byte> utf8)
    {
        var tree = new DocumentTree();
        var lines = LineStarts(utf8);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DocumentTree.MaxDepth });
        try
        {
            reader.Read();
            tree.Root = Node(ref reader, lines, tree, "");
            if (reader.Read()) tree.Refuse("", "malformed_json", "Something follows after the document.");
        }
        catch (DocumentTooLargeException)
        {
            tree.GiveUp();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not UTF-8 or a lone surrogate inside a string.
            var at = e is JsonException { LineNumber: { } line } json ? new SourcePosition((int)line + 1, (int)(json.BytePositionInLine ?? 0) + 1) : (SourcePosition?)null;
            tree.Issues.Add(new PolicyIssue("", "malformed_json", $"The text is not well-formed JSON: {e.Message}", at));
            tree.Root = null;
        }

        return tree;
    }

    private static JsonNode? Node(ref Utf8JsonReader reader, int[] lines, DocumentTree tree, string pointer)
    {
        tree.Place(pointer, PositionAt(lines, (int)reader.TokenStartIndex));
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Object(ref reader, lines, tree, pointer),
            JsonTokenType.StartArray => Array(ref reader, lines, tree, pointer),
            JsonTokenType.String => JsonValue.Create(reader.GetString()),
            JsonTokenType.Number => tree.Number(pointer, Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.True => JsonValue.Create(true),
            JsonTokenType.False => JsonValue.Create(false),
            _ => null,
        };
    }

    private static JsonObject Object(ref Utf8JsonReader reader, int[] lines, DocumentTree tree, string pointer)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var child = DocumentTree.Child(pointer, name);
            var at = PositionAt(lines, (int)reader.TokenStartIndex);
            reader.Read();
            var value = Node(ref reader, lines, tree, child);
            tree.Place(child, at);
            if (!result.TryAdd(name, value)) tree.Refuse(child, "duplicate_key", $"'{name}' is written twice.");
        }

        return result;
    }

    private static JsonArray Array(ref Utf8JsonReader reader, int[] lines, DocumentTree tree, string pointer)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) result.Add(Node(ref reader, lines, tree, DocumentTree.Child(pointer, result.Count)));
        return result;
    }

    private static int[] LineStarts(ReadOnlySpan<byte> utf8)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == (byte)'\n') starts.Add(i + 1);
        }

        return [.. starts];
    }

    private static SourcePosition PositionAt(int[] lines, int offset)
    {
        var found = System.Array.BinarySearch(lines, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new SourcePosition(line + 1, offset - lines[line] + 1);
    }
}
