using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>JSON merge patch (RFC 7396): null takes a member away, an object is merged, everything else replaces.</summary>
internal static class MergePatch
{
    /// <summary>Changes <paramref name="target"/> and gives it back; the patch stays as it is.</summary>
    public static JsonObject Apply(JsonObject target, JsonObject? patch)
    {
        foreach (var (name, value) in patch ?? [])
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject members) target[name] = Apply(target[name] is JsonObject inner ? (JsonObject)inner.DeepClone() : [], members);
            else target[name] = value.DeepClone();
        }

        return target;
    }
}
