using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Policies;
using KybPlatform.Policies.Comparison;
using KybPlatform.Policies.Documents;
using KybPlatform.Server.Commands.Reports;

namespace KybPlatform.Server.Commands;

/// <summary>Says what differs between two folders, or between a folder and the shipped packs.</summary>
internal static class DiffPolicies
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter say)
    {
        var line = CommandLine.Parse("diff", arguments, ["--format", "--output", "--policy"], ["--source", "--exit-code"]);
        var format = line.OneOf("--format", ["text", "json"]);
        if (line.Paths.Count is 0 or > 2) throw new UsageException("kyb policies diff [FROM] TO: one or two paths.");
        var to = Side.Of(line.Paths[^1]);
        var from = line.Paths.Count == 2 ? Side.Of(line.Paths[0]) : Side.Pack;
        List<string> keys = line.Value("--policy") is { } only ? [only] : [.. from.Keys.Union(to.Keys).Order(StringComparer.Ordinal)];
        if (line.Value("--policy") is { } asked && from.Find(asked) is null && to.Find(asked) is null) throw new UsageException($"No document has the key {asked}.");
        var diffs = keys.Select(k => Between(k, from, to, line.Has("--source"))).Where(d => d.Diff is null || d.Diff.Differences.Count > 0).ToList();
        Output.Write(format == "json" ? Json(diffs) : Text(diffs), line, say);
        return line.Has("--exit-code") && diffs.Count > 0 ? KybCommand.Findings : KybCommand.Good;
    }

    private static KeyDiff Between(string key, Side from, Side to, bool source)
    {
        var (before, after) = (from.Find(key), to.Find(key));
        if (before is null || after is null) return new KeyDiff(key, before is null, null);
        if (source || before.IsBase || after.IsBase) return new KeyDiff(key, false, PolicyDiff.Between(before, after));
        return new KeyDiff(key, false, PolicyDiff.Between(from.Resolve(key), to.Resolve(key)));
    }

    private static string Text(List<KeyDiff> diffs)
    {
        var text = new StringBuilder();
        foreach (var diff in diffs)
        {
            text.Append(diff.Key).AppendLine(diff.Diff is { } found ? $" ({SnakeCase.Write(found.Effect)})" : diff.IsNew ? ": new" : ": no longer there");
            foreach (var sentence in diff.Diff?.Summary ?? []) text.Append("  ").AppendLine(sentence);
        }

        if (diffs.Count == 0) text.AppendLine("Nothing differs.");
        return text.ToString();
    }

    private static string Json(List<KeyDiff> diffs) => new JsonArray([.. diffs.Select(d => new JsonObject
    {
        ["policy"] = d.Key,
        ["change"] = d.Diff is not null ? "changed" : d.IsNew ? "added" : "removed",
        ["diff"] = d.Diff?.ToJson(),
    })]).ToJsonString(ReportWriter.Indented) + "\n";

    /// <param name="Diff">Null where only one side has the policy.</param>
    private sealed record KeyDiff(string Key, bool IsNew, PolicyDiff? Diff);

    /// <summary>One of the two things compared. Keys are the documents' own; what the pack has is found all the same.</summary>
    private sealed record Side(PolicyLayers Layers, IReadOnlyCollection<string> Keys)
    {
        public static Side Pack { get; } = new(new PolicyLayers(PolicyPack.Shipped, []), []);

        public static Side Of(string path)
        {
            var folder = PolicyFolder.Read([path]);
            if (folder.Files.FirstOrDefault(f => f.Document is null) is { } broken) throw new UsageException($"{broken.Path} cannot be read: kyb policies lint says why.");
            return new Side(folder.Layers, [.. folder.Keys]);
        }

        public PolicyDocument? Find(string key) => Layers.Find(key);

        public ResolvedPolicy Resolve(string key) =>
            Layers.Resolve(key).Policy ?? throw new UsageException($"{key} has errors: kyb policies lint says which, and --source compares what was written all the same.");
    }
}
