using System.Text;
using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>A read document, or what was wrong. <see cref="Document"/> is null when there is an issue that is no warning.</summary>
public sealed record PolicyLoad(PolicyDocument? Document, IReadOnlyList<PolicyIssue> Issues)
{
    /// <summary>Where in the text something of the document is, by JSON pointer; null where the text was not read that far.</summary>
    public Func<string, SourcePosition?> PositionOf { get; init; } = static _ => null;
}

/// <summary>
/// Reads one policy document from YAML or JSON text. Structure only: unknown keys, wrong types and duplicate keys are refused here,
/// expressions and paths are checked when the policy is resolved. Never throws on any text.
/// </summary>
public static class PolicyLoader
{
    /// <param name="version">The number that the document is given by whoever keeps it; null leaves what it states.</param>
    public static PolicyLoad FromYaml(string text, int? version = null) =>
        Encoding.UTF8.GetByteCount(text) > DocumentTree.MaxBytes ? TooLarge() : Read(YamlText.Parse(text), version);

    /// <summary>A file of several documents, parted by <c>---</c>: the policies of one country, for example. At least one answer.</summary>
    public static IReadOnlyList<PolicyLoad> ManyFromYaml(string text) =>
        Encoding.UTF8.GetByteCount(text) > DocumentTree.MaxBytes ? [TooLarge()] : [.. YamlText.ParseAll(text).Select(t => Read(t))];

    /// <param name="version">As for YAML.</param>
    public static PolicyLoad FromJson(ReadOnlySpan<byte> utf8, int? version = null) => utf8.Length > DocumentTree.MaxBytes ? TooLarge() : Read(JsonText.Parse(utf8), version);

    internal static PolicyLoad FromNode(JsonObject json)
    {
        var tree = new DocumentTree { Root = json };
        return Read(tree);
    }

    private static PolicyLoad Read(DocumentTree tree, int? version = null)
    {
        if (tree.Root is not JsonObject root)
        {
            if (tree.Issues.Count == 0) tree.Refuse("", "wrong_type", "A policy is an object.");
            return new PolicyLoad(null, tree.Issues);
        }

        if (version is { } number) root["version"] = (long)number;
        var document = PolicyReader.Read(root, tree);
        return new PolicyLoad(tree.Issues.Exists(i => !i.IsWarning) ? null : document, tree.Issues) { PositionOf = tree.PositionOf };
    }

    private static PolicyLoad TooLarge() => new(null, [new PolicyIssue("", "too_large", "A policy document has at most 1 MiB.")]);
}
