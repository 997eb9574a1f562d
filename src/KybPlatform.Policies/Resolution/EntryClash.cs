using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>Finds entries, named <c>requirements/key</c>, that two documents state differently.</summary>
internal static class EntryClash
{
    private static readonly string[] Lists = ["requirements", "rules", "risk", "tables"];

    public static IEnumerable<string> EntriesOf(PolicyDocument document) => Entries(document).Keys;

    public static IEnumerable<string> Between(PolicyDocument first, PolicyDocument second)
    {
        var others = Entries(second);
        return Entries(first).Where(e => others.TryGetValue(e.Key, out var other) && !JsonNode.DeepEquals(e.Value, other)).Select(e => e.Key);
    }

    private static Dictionary<string, JsonObject> Entries(PolicyDocument document)
    {
        var entries = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var list in Lists)
        {
            foreach (var entry in (document.Json[list] as JsonArray ?? []).OfType<JsonObject>())
                entries[$"{list}/{entry["key"]!.GetValue<string>()}"] = entry;
        }

        return entries;
    }
}
