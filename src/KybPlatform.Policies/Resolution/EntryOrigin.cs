using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>Which document says what a place of a merged policy says, and where in it.</summary>
/// <param name="IsOwn">The tenant's document, not the pack's of the same key.</param>
public sealed record EntryOrigin(string Key, bool IsOwn, string Pointer);

/// <summary>An issue of a merged policy, and where what it is about was written.</summary>
public sealed record LocatedIssue(PolicyIssue Issue, EntryOrigin Origin);

/// <summary>Follows an entry down to the document that states it: the document itself, then its bases from the last to the first, then what it overlays.</summary>
internal sealed class EntryOrigins(IReadOnlyDictionary<string, PolicyDocument> all, IReadOnlyDictionary<string, PolicyDocument> pack, Func<string, bool> isOwn)
{
    public EntryOrigin Of(PolicyDocument document, JsonObject merged, string pointer)
    {
        var parts = pointer.Split('/');
        if (parts.Length < 2) return new EntryOrigin(document.Key, isOwn(document.Key), pointer);
        var key = parts.Length > 2 && merged[parts[1]] is JsonArray list && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count
            ? list[index]?["key"]?.ToString()
            : null;
        return Find(document, isOwn(document.Key), parts, key, []) ?? new EntryOrigin(document.Key, isOwn(document.Key), pointer);
    }

    private EntryOrigin? Find(PolicyDocument document, bool own, string[] parts, string? key, HashSet<(string, bool)> seen)
    {
        if (!seen.Add((document.Key, own))) return null;
        if (PointerIn(document.Json, parts, key) is { } pointer) return new EntryOrigin(document.Key, own, pointer);
        foreach (var name in document.Extends.Reverse())
        {
            if (all.TryGetValue(name, out var below) && Find(below, isOwn(name), parts, key, seen) is { } found) return found;
        }

        return document.Overlays is { } overlaid && pack.TryGetValue(overlaid, out var ground) ? Find(ground, false, parts, key, seen) : null;
    }

    private static string? PointerIn(JsonObject json, string[] parts, string? key)
    {
        if (json[parts[1]] is not { } member) return null;
        if (key is null) return string.Join('/', parts);
        var index = (member as JsonArray)?.ToList().FindIndex(e => e?["key"]?.ToString() == key && e["remove"] is null) ?? -1;
        return index < 0 ? null : string.Join('/', parts.Take(2).Append(index.ToString(CultureInfo.InvariantCulture)).Concat(parts.Skip(3)));
    }
}
