using System.Text.Json;
using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>JSON scalars as .NET values: string, double, bool.</summary>
internal static class Scalars
{
    public static object? Of(JsonNode? node) => node is JsonValue v
        ? v.GetValueKind() switch
        {
            JsonValueKind.String => v.GetValue<string>(),
            JsonValueKind.Number => Number(v),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        }
        : null;

    public static double Number(JsonValue value) => value.TryGetValue<long>(out var integer) ? integer : value.GetValue<double>();
}
