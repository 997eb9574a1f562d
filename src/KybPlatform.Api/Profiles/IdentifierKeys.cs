using System.Text.Json.Nodes;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Profiles;

/// <summary>Identifiers as they are kept: canonical scheme, normalised value. What no scheme knows is kept as it came.</summary>
internal static class IdentifierKeys
{
    public static JsonArray? Canonical(JsonArray? identifiers) =>
        identifiers is null ? null : new JsonArray([.. identifiers.Select(i => Canonical(i!.AsObject()))]);

    /// <summary>What identifies: pairs of scheme and value. A half that is missing identifies nobody.</summary>
    public static IEnumerable<(string Scheme, string Value)> Of(JsonObject facts) =>
        facts["identifiers"] is JsonArray list
            ? list.Select(i => (Scheme: FactParts.Text(i!.AsObject(), "scheme"), Value: FactParts.Text(i.AsObject(), "value")))
                .Where(i => i is { Scheme.Length: > 0, Value.Length: > 0 }).Select(i => (i.Scheme!, i.Value!)).Distinct()
            : [];

    /// <summary>Any alias of a scheme becomes its code, and the value loses separators, so that two ways of writing one number meet.</summary>
    public static (string Scheme, string Value) Canonical(string scheme, string value) =>
        IdentifierValidator.Validate(scheme, value) is { FormatOk: true, Scheme: { } code } known
            ? (code, known.Normalized)
            : (scheme.Trim().ToUpperInvariant(), value.Trim().ToUpperInvariant());

    private static JsonObject Canonical(JsonObject identifier)
    {
        var kept = identifier.DeepClone().AsObject();
        if (FactParts.Text(identifier, "scheme") is { } scheme && FactParts.Text(identifier, "value") is { } value)
        {
            var known = Canonical(scheme, value);
            (kept["scheme"], kept["value"]) = (known.Scheme, known.Value);
        }
        return kept;
    }
}
