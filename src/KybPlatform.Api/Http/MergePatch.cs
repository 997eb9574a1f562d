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
}
