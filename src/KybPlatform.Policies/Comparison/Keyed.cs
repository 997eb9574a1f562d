using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Comparison;

/// <summary>Two lists of objects whose items are told apart by a member: <c>key</c>, <c>type</c> or <c>name</c>.</summary>
internal sealed class Keyed
{
    private Keyed(List<JsonObject> from, List<JsonObject> to, List<string> keysOfFrom, List<string> keysOfTo) =>
        (From, To, KeysOfFrom, KeysOfTo) = (from, to, keysOfFrom, keysOfTo);

    public List<JsonObject> From { get; }
    public List<JsonObject> To { get; }
    public List<string> KeysOfFrom { get; }
    public List<string> KeysOfTo { get; }

    /// <summary>Whether what both have stands in another order.</summary>
    public bool IsReordered => !KeysOfFrom.Where(KeysOfTo.ToHashSet(StringComparer.Ordinal).Contains).SequenceEqual(KeysOfTo.Where(KeysOfFrom.ToHashSet(StringComparer.Ordinal).Contains));

    /// <summary>Null where either is no list of objects, or a key is missing or written twice.</summary>
    public static Keyed? Of(JsonNode? from, JsonNode? to)
    {
        if (from is not (JsonArray or null) || to is not (JsonArray or null)) return null;
        var items = (from as JsonArray ?? []).Concat(to as JsonArray ?? []).ToList();
        if (items.Count == 0 || !items.TrueForAll(i => i is JsonObject)) return null;
        foreach (var member in (ReadOnlySpan<string>)["key", "name", "type"])
        {
            if (By(member, from as JsonArray ?? []) is { } a && By(member, to as JsonArray ?? []) is { } b)
                return new Keyed([.. (from as JsonArray ?? []).Cast<JsonObject>()], [.. (to as JsonArray ?? []).Cast<JsonObject>()], a, b);
        }

        return null;
    }

    /// <summary>The pairs in the later order, each removed one after what it stood behind; -1 where one side has none.</summary>
    public IEnumerable<(string Key, int From, int To)> InOrder()
    {
        var (before, after) = (Places(KeysOfFrom), Places(KeysOfTo));
        var removed = KeysOfFrom.Where(k => !after.ContainsKey(k)).ToLookup(k => KeysOfFrom.Take(before[k]).LastOrDefault(after.ContainsKey) ?? "", StringComparer.Ordinal);
        foreach (var key in removed[""]) yield return (key, before[key], -1);
        foreach (var key in KeysOfTo)
        {
            yield return (key, before.GetValueOrDefault(key, -1), after[key]);
            foreach (var gone in removed[key]) yield return (gone, before[gone], -1);
        }
    }

    private static Dictionary<string, int> Places(List<string> keys) => keys.Select((k, i) => (k, i)).ToDictionary(p => p.k, p => p.i, StringComparer.Ordinal);

    private static List<string>? By(string member, JsonArray list)
    {
        var keys = list.Select(i => i![member] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null).ToList();
        return keys.Contains(null) || keys.Distinct(StringComparer.Ordinal).Count() < keys.Count ? null : [.. keys.OfType<string>()];
    }
}
