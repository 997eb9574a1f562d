using System.Text.Json.Nodes;

namespace KybPlatform.Api.Profiles;

/// <summary>One field's change. Null on a side where it was not there.</summary>
internal sealed record FactChange(string Path, JsonNode? Old, JsonNode? New);

/// <summary>What differs between two sets of facts, field by field; a list changes as a whole.</summary>
internal static class FactDiff
{
    public static IReadOnlyList<FactChange> Between(JsonObject before, JsonObject after, string prefix = "")
    {
        var found = new List<FactChange>();
        Visit(before, after, prefix, found);
        return found;
    }

    private static void Visit(JsonObject before, JsonObject after, string prefix, List<FactChange> found)
    {
        foreach (var name in before.Select(m => m.Key).Union(after.Select(m => m.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, now, path) = (before[name], after[name], prefix.Length == 0 ? name : $"{prefix}.{name}");
            if (JsonNode.DeepEquals(old, now)) continue;
            if (old is JsonObject a && now is JsonObject b) Visit(a, b, path, found);
            else found.Add(new FactChange(path, old?.DeepClone(), now?.DeepClone()));
        }
    }
}
