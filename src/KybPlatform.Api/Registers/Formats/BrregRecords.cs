using System.Text.Json;
using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>Units of Norway's Central Coordinating Register, as its interface answers them and as its bulk file lists them.</summary>
internal static class BrregRecords
{
    public const string Orgnr = "NO:ORGNR";

    public static RegisterRecord? Of(JsonElement unit)
    {
        if (RegisterTexts.Number(Orgnr, RegisterTexts.Text(unit, "organisasjonsnummer")) is not { } number || RegisterTexts.Name(RegisterTexts.Text(unit, "navn"), RegisterNameKind.Legal) is not { } name) return null;
        var (status, text) = StatusOf(unit);
        return new RegisterRecord(
            [number], [name], status, text,
            [.. new[] { Address(unit, "forretningsadresse", RegisterAddressKind.Registered), Address(unit, "postadresse", RegisterAddressKind.Mailing) }.OfType<RegisterAddress>()],
            RegisterTexts.Text(unit, "organisasjonsform", "kode"), RegisterTexts.Date(RegisterTexts.Text(unit, "stiftelsesdato")), RegisterTexts.Date(RegisterTexts.Text(unit, "slettedato")));
    }

    // The worst that is said stands.
    private static (RegisterStatus, string) StatusOf(JsonElement unit)
    {
        if (RegisterTexts.Text(unit, "slettedato") is not null) return (RegisterStatus.Dissolved, "slettet");
        if (RegisterTexts.IsTrue(unit, "konkurs")) return (RegisterStatus.InInsolvency, "konkurs");
        if (RegisterTexts.IsTrue(unit, "underTvangsavviklingEllerTvangsopplosning")) return (RegisterStatus.InInsolvency, "under tvangsavvikling");
        if (RegisterTexts.IsTrue(unit, "underAvvikling")) return (RegisterStatus.Inactive, "under avvikling");
        // That it is not bankrupt is said, and not left out.
        return RegisterTexts.Member(unit, "konkurs").ValueKind == JsonValueKind.False ? (RegisterStatus.Active, "registrert") : (RegisterStatus.Unknown, "registrert");
    }

    private static RegisterAddress? Address(JsonElement unit, string name, RegisterAddressKind kind)
    {
        var at = RegisterTexts.Member(unit, name);
        return RegisterTexts.Address(
            kind, RegisterTexts.Items(at, "adresse").Select(l => l.GetString()), RegisterTexts.Text(at, "poststed"), RegisterTexts.Text(at, "kommune"), RegisterTexts.Text(at, "postnummer"), RegisterTexts.Text(at, "landkode"));
    }
}
