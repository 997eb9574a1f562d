using System.Globalization;
using System.Text.Json;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>Reads the small things that registers write each in their own way.</summary>
internal static class RegisterTexts
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "dd/MM/yyyy", "yyyyMMdd", "dd.MM.yyyy", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.fffK"];

    public static DateOnly? Date(string? text, string? format = null) =>
        string.IsNullOrWhiteSpace(text) ? null
        : DateTimeOffset.TryParseExact(text.Trim(), format is null ? Dates : [format], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    /// <summary>Null for a number that has not the form of its scheme: it could not be looked up by anybody.</summary>
    public static RegisterNumber? Number(string scheme, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        var result = IdentifierValidator.Validate(scheme, value);
        if (result is { FormatOk: false, DidYouMean: { } mended }) result = IdentifierValidator.Validate(scheme, mended);
        return result.FormatOk ? new RegisterNumber(result.Scheme!, result.Normalized) : null;
    }

    public static RegisterName? Name(string? name, RegisterNameKind kind) => string.IsNullOrWhiteSpace(name) ? null : new RegisterName(name.Trim(), kind);

    /// <summary>Null where there is nothing in it.</summary>
    public static RegisterAddress? Address(
        RegisterAddressKind kind, IEnumerable<string?> lines, string? city, string? region, string? postalCode, string? country)
    {
        List<string> kept = [.. lines.Select(Clean).OfType<string>()];
        var address = new RegisterAddress(kind, kept, Clean(city), Clean(region), Clean(postalCode), Country(country));
        return kept.Count == 0 && address is { City: null, PostalCode: null } ? null : address;
    }

    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // Registers of the United Kingdom write its parts.
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UNITED KINGDOM"] = "GB",
        ["ENGLAND"] = "GB",
        ["SCOTLAND"] = "GB",
        ["WALES"] = "GB",
        ["NORTHERN IRELAND"] = "GB",
        ["GREAT BRITAIN"] = "GB",
        ["UK"] = "GB",
        ["ENGLAND & WALES"] = "GB",
        ["IRELAND"] = "IE",
        ["NORGE"] = "NO",
        ["FRANCE"] = "FR",
        ["GERMANY"] = "DE",
        ["UNITED STATES"] = "US",
        ["UNITED STATES OF AMERICA"] = "US",
        ["NETHERLANDS"] = "NL",
        ["JERSEY"] = "JE",
        ["GUERNSEY"] = "GG",
        ["ISLE OF MAN"] = "IM",
    };

    public static string? Country(string? text) =>
        Clean(text) is not { } word ? null : word is [(>= 'A' and <= 'Z'), (>= 'A' and <= 'Z')] && word != "UK" ? word : Words.GetValueOrDefault(word);

    public static string? Text(JsonElement of, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out of)) return null;
        }
        return of.ValueKind switch
        {
            JsonValueKind.String => Clean(of.GetString()),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => of.GetRawText(),
            _ => null,
        };
    }

    public static JsonElement Member(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static bool IsTrue(JsonElement of, string name) => Member(of, name).ValueKind == JsonValueKind.True;
}
