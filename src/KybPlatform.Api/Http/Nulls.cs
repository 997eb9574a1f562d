using System.Text.Json.Nodes;

namespace KybPlatform.Api.Http;

/// <summary>In a request an explicit null stands for "not given".</summary>
internal static class Nulls
{
    public static void Drop(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var name in map.Where(m => m.Value is null).Select(m => m.Key).ToList()) map.Remove(name);
                foreach (var member in map) Drop(member.Value);
                break;
            case JsonArray list:
                foreach (var item in list) Drop(item);
                break;
        }
    }
}
