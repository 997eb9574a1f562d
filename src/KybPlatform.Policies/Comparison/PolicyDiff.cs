using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies.Comparison;

/// <summary>
/// The difference between two policies, at the level of requirements, rules, risk, thresholds, table rows and cells, and terms. The same two policies give the same
/// differences in the same order; a list that is empty and one that is not there are the same.
/// </summary>
public sealed class PolicyDiff
{
    private PolicyDiff(PolicyReference from, PolicyReference to, IReadOnlyList<PolicyDifference> differences) => (From, To, Differences) = (from, to, differences);

    public PolicyReference From { get; }
    public PolicyReference To { get; }
    public IReadOnlyList<PolicyDifference> Differences { get; }

    /// <summary>Stricter or looser only where every difference that has an effect goes that way.</summary>
    public PolicyEffect Effect => Differences.Select(d => d.Effect).Where(e => e != PolicyEffect.Neutral).Distinct().ToList() switch
    {
        [] => PolicyEffect.Neutral,
        [var only] => only,
        _ => PolicyEffect.Undecided,
    };

    /// <summary>One sentence for each entry that differs, in the order of the differences.</summary>
    public IReadOnlyList<string> Summary =>
        [.. Differences.GroupBy(d => (d.Part, d.Subject)).Select(g => $"{g.Key.Subject}: {string.Join("; ", g.Select(d => d.Phrase))}")];

    /// <summary>What is asked and decided, bases merged in.</summary>
    public static PolicyDiff Between(ResolvedPolicy from, ResolvedPolicy to) => Between(
        from.Document, to.Document, new PolicyReference(from.Key, from.Version, from.Hash), new PolicyReference(to.Key, to.Version, to.Hash));

    /// <summary>What an author wrote, bases and examples included.</summary>
    public static PolicyDiff Between(PolicyDocument from, PolicyDocument to) => Between(from, to, Reference(from), Reference(to));

    /// <summary>The earlier document with all differences applied: the later one.</summary>
    public JsonObject ApplyTo(JsonObject from) => DiffPatch.Apply(from, Differences);

    /// <summary>The difference as one JSON object, always with the same members in the same order.</summary>
    public JsonObject ToJson() => new()
    {
        ["from"] = From.ToJson(),
        ["to"] = To.ToJson(),
        ["effect"] = SnakeCase.Write(Effect),
        ["summary"] = new JsonArray([.. Summary.Select(s => (JsonNode)s)]),
        ["differences"] = new JsonArray([.. Differences.Select(Json)]),
    };

    private static PolicyDiff Between(PolicyDocument from, PolicyDocument to, PolicyReference earlier, PolicyReference later) =>
        new(earlier, later, new DocumentComparison(from.Json, to.Json).Compare());

    private static PolicyReference Reference(PolicyDocument document) => new(document.Key, document.Version, CanonicalJson.Hash(CanonicalJson.Write(document.Json)));

    private static JsonObject Json(PolicyDifference difference) => new()
    {
        ["part"] = difference.Part,
        ["entry"] = difference.Entry,
        ["change"] = SnakeCase.Write(difference.Kind),
        ["effect"] = SnakeCase.Write(difference.Effect),
        ["from_pointer"] = difference.FromPointer,
        ["to_pointer"] = difference.ToPointer,
        ["before"] = difference.Before?.DeepClone(),
        ["after"] = difference.After?.DeepClone(),
        ["sentence"] = difference.Sentence,
    };
}

/// <summary>Which content one side of a difference is. The hash covers the canonical form (RFC 8785) of what was compared.</summary>
public sealed record PolicyReference(string Key, int Version, string Hash)
{
    internal JsonObject ToJson() => new() { ["key"] = Key, ["version"] = Version, ["hash"] = Hash };
}
