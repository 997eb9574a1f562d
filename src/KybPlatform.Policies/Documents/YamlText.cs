using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KybPlatform.Policies.Documents;

/// <summary>
/// YAML read as JSON: string keys, no anchors, no tags. Plain scalars are numbers, booleans or null only where JSON writes them the same,
/// so that 01234567, +442079460000, NO and 2026-11-20 stay the text they are.
/// </summary>
internal static partial class YamlText
{
    /// <summary>A text of one document.</summary>
    public static DocumentTree Parse(string text)
    {
        var trees = ParseAll(text);
        if (trees.Count > 1) trees[0].Refuse("", "several_documents", "Only one document is read here.");
        return trees[0];
    }

    /// <summary>A text of documents that are parted by <c>---</c>; at least one tree. Nothing is read after a document that is not well-formed.</summary>
    public static IReadOnlyList<DocumentTree> ParseAll(string text)
    {
        var trees = new List<DocumentTree> { new() };
        var tree = trees[0];
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) tree.Refuse("", "empty_document", "The document is empty.");
            else Read(parser, tree);
            while (!parser.Accept<StreamEnd>(out _))
            {
                trees.Add(tree = new DocumentTree());
                Read(parser, tree);
            }
        }
        catch (DocumentTooLargeException)
        {
            tree.GiveUp();
        }
        catch (YamlException e)
        {
            Malformed(tree, e.Message, new SourcePosition((int)e.Start.Line, (int)e.Start.Column));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser's scanner gives up with these on some texts.
            Malformed(tree, "it cannot be read any further.", null);
        }

        return trees;
    }

    private static void Malformed(DocumentTree tree, string why, SourcePosition? at)
    {
        tree.Issues.Add(new PolicyIssue("", "malformed_yaml", $"The text is not well-formed YAML: {why}", at));
        tree.Root = null;
    }

    private static void Read(Parser parser, DocumentTree tree)
    {
        parser.Consume<DocumentStart>();
        tree.Root = Node(parser, tree, "", 0);
        parser.Consume<DocumentEnd>();
    }

    private static JsonNode? Node(Parser parser, DocumentTree tree, string pointer, int depth)
    {
        var next = parser.Current ?? throw new YamlException("unexpected end");
        tree.Place(pointer, new SourcePosition((int)next.Start.Line, (int)next.Start.Column));
        if (depth > DocumentTree.MaxDepth) throw new YamlException(next.Start, next.End, "nested too deeply");
        if (next is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias) throw new YamlException(next.Start, next.End, "anchors and aliases are not read");
        if (next is NodeEvent { Tag.IsEmpty: false, Tag.IsNonSpecific: false }) throw new YamlException(next.Start, next.End, "tags are not read");
        return next switch
        {
            MappingStart => Mapping(parser, tree, pointer, depth),
            SequenceStart => Sequence(parser, tree, pointer, depth),
            _ => Value(parser.Consume<Scalar>(), tree, pointer),
        };
    }

    private static JsonObject Mapping(Parser parser, DocumentTree tree, string pointer, int depth)
    {
        var result = new JsonObject();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            var child = DocumentTree.Child(pointer, key.Value);
            var twice = result.ContainsKey(key.Value);
            var value = Node(parser, tree, child, depth + 1);
            tree.Place(child, new SourcePosition((int)key.Start.Line, (int)key.Start.Column));
            if (twice) tree.Refuse(child, "duplicate_key", $"'{key.Value}' is written twice.");
            else result[key.Value] = value;
        }

        return result;
    }

    private static JsonArray Sequence(Parser parser, DocumentTree tree, string pointer, int depth)
    {
        var result = new JsonArray();
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _)) result.Add(Node(parser, tree, DocumentTree.Child(pointer, result.Count), depth + 1));
        return result;
    }

    private static JsonValue? Value(Scalar scalar, DocumentTree tree, string pointer)
    {
        if (scalar.Style != ScalarStyle.Plain) return JsonValue.Create(scalar.Value);
        return scalar.Value switch
        {
            "" or "null" or "~" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            var text when JsonNumber().IsMatch(text) => tree.Number(pointer, text),
            var text => JsonValue.Create(text),
        };
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex JsonNumber();
}
