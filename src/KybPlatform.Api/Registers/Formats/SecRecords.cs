using System.Text.Json;
using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>What the Securities and Exchange Commission publishes about who files with it. Filing is not being incorporated: it says nothing about standing with a state's register.</summary>
internal static class SecRecords
{
    public const string Cik = "US:CIK";
    public const string Ein = "US:EIN";

    /// <summary>The entries of <c>company_tickers.json</c>, an object whose members are counted.</summary>
    public static IEnumerable<RegisterRecord?> OfTickers(JsonElement file) =>
        file.ValueKind == JsonValueKind.Object ? file.EnumerateObject().Select(m => OfTicker(m.Value)) : [];

    /// <summary>One answer of the submissions interface, one file of its bulk archive.</summary>
    public static RegisterRecord? OfSubmissions(JsonElement file)
    {
        if (RegisterTexts.Number(Cik, RegisterTexts.Text(file, "cik")) is not { } cik || RegisterTexts.Name(RegisterTexts.Text(file, "name"), RegisterNameKind.Legal) is not { } name) return null;
        // Zeros stand for a foreign company without one.
        var ein = RegisterTexts.Text(file, "ein") is { } given && given.Any(c => c is >= '1' and <= '9') ? RegisterTexts.Number(Ein, given) : null;
        var former = RegisterTexts.Items(file, "formerNames").Select(n => RegisterTexts.Name(RegisterTexts.Text(n, "name"), RegisterNameKind.Former)).OfType<RegisterName>();
        return new RegisterRecord(
            ein is null ? [cik] : [cik, ein], [name, .. former], Listed(file) ? RegisterStatus.Active : RegisterStatus.Unknown, Listed(file) ? "listed" : "filer",
            [.. new[] { Address(file, "business", RegisterAddressKind.Headquarters), Address(file, "mailing", RegisterAddressKind.Mailing) }.OfType<RegisterAddress>()],
            RegisterTexts.Text(file, "entityType"));
    }

    private static bool Listed(JsonElement file) => RegisterTexts.Items(file, "exchanges").Any(e => e.ValueKind == JsonValueKind.String);

    private static RegisterRecord? OfTicker(JsonElement entry) =>
        RegisterTexts.Number(Cik, RegisterTexts.Text(entry, "cik_str")) is { } cik && RegisterTexts.Name(RegisterTexts.Text(entry, "title"), RegisterNameKind.Legal) is { } name
            ? new RegisterRecord([cik], [name], RegisterStatus.Active, $"listed ({RegisterTexts.Text(entry, "ticker")})") : null;

    private static RegisterAddress? Address(JsonElement file, string name, RegisterAddressKind kind)
    {
        var at = RegisterTexts.Member(RegisterTexts.Member(file, "addresses"), name);
        var state = RegisterTexts.Text(at, "stateOrCountry");
        var country = RegisterTexts.Text(at, "countryCode") ?? (RegisterTexts.Text(at, "zipCode") is { } zip && zip.Length >= 5 && char.IsAsciiDigit(zip[0]) ? "US" : null);
        return RegisterTexts.Address(kind, [RegisterTexts.Text(at, "street1"), RegisterTexts.Text(at, "street2")], RegisterTexts.Text(at, "city"), state, RegisterTexts.Text(at, "zipCode"), country);
    }
}
