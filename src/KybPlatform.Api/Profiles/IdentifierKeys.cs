using System.Text.Json.Nodes;

namespace KybPlatform.Api.Profiles;

/// <summary>Identifiers as they are kept: canonical scheme, normalised value. What no scheme knows is kept as it came.</summary>
internal static class IdentifierKeys
{
    public static JsonArray? Canonical(JsonArray? identifiers) =>
        identifiers is null ? null : new JsonArray([.. identifiers.Select(i => Canonical(i!.AsObject()))]);

    public static IEnumerable<(string Scheme, string Value)> Of(JsonObject facts) =>
        facts["identifiers"] is JsonArray list ? list.Select(i => (i!["scheme"]!.GetValue<string>(), i["value"]!.GetValue<string>())).Distinct() : [];

    private static JsonObject Canonical(JsonObject identifier)
    {
        var scheme = FactParts.Text(identifier, "scheme")!;
        var value = FactParts.Text(identifier, "value")!;
        return new JsonObject { ["scheme"] = scheme.Trim().ToUpperInvariant(), ["value"] = value.Trim().ToUpperInvariant() };
    }
}
