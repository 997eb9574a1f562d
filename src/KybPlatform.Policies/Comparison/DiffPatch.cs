using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Comparison;

/// <summary>Applies differences to the earlier document. Members first, while every index still means what it meant; then lists lose, gain and order their items.</summary>
internal static class DiffPatch
{
    public static JsonObject Apply(JsonObject from, IReadOnlyList<PolicyDifference> differences)
    {
        var result = (JsonObject)from.DeepClone();
        var gone = new List<JsonNode>();
        var joining = new List<(JsonArray List, int Index, JsonNode Item)>();
        var ordered = new List<(JsonArray List, JsonArray Keys)>();
        foreach (var difference in differences)
        {
            if (difference.Index >= 0) joining.Add((ListAt(result, difference.Place), difference.Index, difference.After!.DeepClone()));
            else if (difference.Kind == DifferenceKind.Reordered) ordered.Add((ListAt(result, difference.Place), (JsonArray)difference.After!));
            else Set(result, difference, gone);
        }

        foreach (var item in gone) ((JsonArray)item.Parent!).Remove(item);
        foreach (var (list, index, item) in joining.OrderBy(j => j.Index)) list.Insert(Math.Min(index, list.Count), item);
        foreach (var (list, keys) in ordered) Order(list, [.. keys.Select(k => k!.GetValue<string>())]);
        return result;
    }

    private static void Set(JsonObject root, PolicyDifference difference, List<JsonNode> gone)
    {
        var slash = difference.Place.LastIndexOf('/');
        var name = Unescaped(difference.Place[(slash + 1)..]);
        switch (At(root, difference.Place[..slash]) ?? Made(root, difference.Part))
        {
            case JsonArray list when difference.Kind == DifferenceKind.Removed:
                gone.Add(list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]!);
                break;
            case JsonArray list:
                list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = difference.After!.DeepClone();
                break;
            case JsonObject owner when difference.After is null:
                owner.Remove(name);
                break;
            case JsonObject owner:
                owner[name] = difference.After.DeepClone();
                break;
        }
    }

    /// <summary>Terms, thresholds and the like, of which the earlier document has none.</summary>
    private static JsonObject Made(JsonObject root, string part)
    {
        var made = new JsonObject();
        root[part] = made;
        return made;
    }

    private static JsonArray ListAt(JsonObject root, string pointer)
    {
        if (At(root, pointer) is JsonArray list) return list;
        var slash = pointer.LastIndexOf('/');
        var made = new JsonArray();
        ((JsonObject)At(root, pointer[..slash])!)[Unescaped(pointer[(slash + 1)..])] = made;
        return made;
    }

    private static JsonNode? At(JsonObject root, string pointer)
    {
        JsonNode? at = root;
        foreach (var part in pointer.Split('/').Skip(1).Select(Unescaped))
            at = at is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : (at as JsonObject)?[part];
        return at;
    }

    private static void Order(JsonArray list, List<string> keys)
    {
        var items = list.ToList();
        list.Clear();
        foreach (var item in items.OrderBy(i => keys.IndexOf(KeyOf((JsonObject)i!)))) list.Add(item);
    }

    private static string KeyOf(JsonObject item) => (item["key"] ?? item["name"] ?? item["type"])!.GetValue<string>();

    private static string Unescaped(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
