using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Profiles;

/// <summary>
/// Identifiers as they are kept: the scheme's canonical code and the normalised value, so that one number is one number however it is written.
/// A value that does not have the form of its scheme is kept as it came, for the verification to tell.
/// </summary>
internal static class IdentifierKeys
{
    private static readonly IReadOnlyList<string> Codes = [.. IdentifierSchemes.All.Select(s => s.Code)];

    public static JsonArray? Canonical(JsonArray? identifiers, string? country = null) =>
        identifiers is null ? null : new JsonArray([.. identifiers.Select(i => Canonical(i!.AsObject(), country))]);

    public static IEnumerable<(string Scheme, string Value)> Of(JsonObject facts) =>
        facts["identifiers"] is JsonArray list ? list.Select(i => (i!["scheme"]!.GetValue<string>(), i["value"]!.GetValue<string>())).Distinct() : [];

    /// <summary>Faults of the identifiers in the facts of a business or an individual: schemes that do not exist, values that are missing.</summary>
    public static Error? Check(JsonElement facts, string pointer)
    {
        if (facts.ValueKind != JsonValueKind.Object) return null;
        var faults = ImmutableArray.CreateBuilder<FieldError>();
        Check(facts, pointer, faults);
        if (facts.TryGetProperty("owned_by", out var owners) && owners.ValueKind == JsonValueKind.Array)
            for (var i = 0; i < owners.GetArrayLength(); i++) Check(owners[i], string.Create(CultureInfo.InvariantCulture, $"{pointer}/owned_by/{i}"), faults);
        return faults.Count == 0 ? null : Error.Invalid(faults[0].Code, faults[0].Detail, faults.ToImmutable()) with { OfShape = true };
    }

    private static void Check(JsonElement of, string pointer, ImmutableArray<FieldError>.Builder faults)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty("identifiers", out var list) || list.ValueKind != JsonValueKind.Array) return;
        for (var i = 0; i < list.GetArrayLength(); i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{pointer}/identifiers/{i}");
            var scheme = Text(list[i], "scheme");
            if (scheme is null) faults.Add(new FieldError($"{place}/scheme", "required", "Every number needs its scheme."));
            else if (IdentifierSchemes.Find(scheme, CountryOf(of)) is null)
                faults.Add(new FieldError($"{place}/scheme", "unknown_scheme", $"There is no such scheme.{Nearest.Hint(scheme.Trim().ToUpperInvariant(), Codes)}"));
            if (Text(list[i], "value") is null) faults.Add(new FieldError($"{place}/value", "required", "Must not be empty."));
        }
    }

    /// <summary>One number as it is searched by.</summary>
    public static (string Scheme, string Value) Canonical(string scheme, string value)
    {
        var kept = Canonical(new JsonObject { ["scheme"] = scheme, ["value"] = value }, null);
        return (kept["scheme"]!.GetValue<string>(), kept["value"]!.GetValue<string>());
    }

    private static JsonObject Canonical(JsonObject identifier, string? country)
    {
        var given = FactParts.Text(identifier, "scheme")!;
        var value = FactParts.Text(identifier, "value")!.Trim();
        var scheme = IdentifierSchemes.Find(given, country);
        if (scheme is null) return new JsonObject { ["scheme"] = given.Trim(), ["value"] = value };
        var result = IdentifierValidator.Validate(scheme, value);
        return new JsonObject { ["scheme"] = scheme.Code, ["value"] = result.FormatOk ? result.Normalized : value };
    }

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()) ? value.GetString() : null;

    /// <summary>A bare label such as <c>VAT</c> is that of the country of the registered address, where there is one.</summary>
    private static string? CountryOf(JsonElement of) =>
        of.TryGetProperty("registered_address", out var address) ? Text(address, "country") : Text(of, "country");
}
