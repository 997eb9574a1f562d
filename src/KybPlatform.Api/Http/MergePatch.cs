using System.Text.Json;
using System.Text.Json.Nodes;

namespace KybPlatform.Api.Http;

/// <summary>JSON merge patch (RFC 7396): members are set, objects merged, null removes.</summary>
internal static class MergePatch
{
    public static JsonNode Apply(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object) return JsonNode.Parse(patch.GetRawText())!;
        var merged = target as JsonObject ?? [];
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) merged.Remove(member.Name);
            else
            {
                var held = merged[member.Name];
                merged.Remove(member.Name);
                merged[member.Name] = Apply(held, member.Value);
            }
        }
        return merged;
    }

    /// <summary>The members that a patch takes away.</summary>
    public static IReadOnlySet<string> Removed(ReadOnlyMemory<byte> body)
    {
        using var patch = JsonDocument.Parse(body);
        return patch.RootElement.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Null).Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Refuses a patch of something whose members can be set and not removed, but for those that are named; null where it removes nothing else.</summary>
    public static Error? Removals(ReadOnlyMemory<byte> body, params IReadOnlyCollection<string> removable)
    {
        var removed = Removed(body).Except(removable, StringComparer.Ordinal).Select(name => new FieldError(Pointer.Append("", name), "required", "It cannot be removed.")).ToArray();
        return removed is [] ? null : Error.Invalid("required", removed[0].Detail, [.. removed]) with { OfShape = true };
    }
}
