using System.Text.Json;
using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>Level 1 of GLEIF: who is who. As resources of its API, one a line or in pages.</summary>
internal static class GleifRecords
{
    public const string Lei = "XX:LEI";

    /// <summary>Null for an entry without a usable LEI.</summary>
    public static RegisterRecord? Of(JsonElement resource)
    {
        var attributes = RegisterTexts.Member(resource, "attributes");
        var entity = RegisterTexts.Member(attributes, "entity");
        if (RegisterTexts.Number(Lei, RegisterTexts.Text(attributes, "lei")) is not { } lei) return null;
        var own = RegistrationAuthorities.SchemeOf(RegisterTexts.Text(entity, "registeredAt", "id")) is { } scheme ? RegisterTexts.Number(scheme, RegisterTexts.Text(entity, "registeredAs")) : null;
        return Make(
            lei, own, RegisterTexts.Text(entity, "legalName", "name"), Others(entity), RegisterTexts.Text(entity, "status"), RegisterTexts.Text(attributes, "registration", "status"),
            [Address(entity, "legalAddress", RegisterAddressKind.Registered), Address(entity, "headquartersAddress", RegisterAddressKind.Headquarters)],
            RegisterTexts.Text(entity, "legalForm", "id"), RegisterTexts.Text(entity, "creationDate"), RegisterTexts.Text(entity, "expiration", "date"));
    }

    /// <param name="registration">Of the LEI itself: who lets it lapse has not confirmed the entry for more than a year.</param>
    internal static RegisterRecord? Make(
        RegisterNumber lei, RegisterNumber? own, string? legalName, IEnumerable<RegisterName?> others, string? status, string? registration,
        IEnumerable<RegisterAddress?> addresses, string? legalForm, string? created, string? expired)
    {
        if (RegisterTexts.Name(legalName, RegisterNameKind.Legal) is not { } name) return null;
        return new RegisterRecord(
            own is null ? [lei] : [lei, own], [name, .. others.OfType<RegisterName>()], StatusOf(status, registration), $"{status} (LEI {registration})",
            [.. addresses.OfType<RegisterAddress>()], legalForm, RegisterTexts.Date(created), RegisterTexts.Date(expired),
            Doubt: registration is "ISSUED" or "PENDING_TRANSFER" or "PENDING_ARCHIVAL" || (registration is "RETIRED" && status is "INACTIVE") ? null : $"lei_{registration?.ToLowerInvariant() ?? "unknown"}");
    }

    private static RegisterStatus StatusOf(string? status, string? registration) => (status, registration) switch
    {
        (_, "DUPLICATE" or "ANNULLED") => RegisterStatus.Inactive,
        ("ACTIVE", _) => RegisterStatus.Active,
        ("INACTIVE", _) => RegisterStatus.Inactive,
        _ => RegisterStatus.Unknown,
    };

    private static IEnumerable<RegisterName?> Others(JsonElement entity) =>
        RegisterTexts.Items(entity, "otherNames").Select(n => RegisterTexts.Name(RegisterTexts.Text(n, "name"), KindOf(RegisterTexts.Text(n, "type"))))
            .Concat(RegisterTexts.Items(entity, "transliteratedOtherNames").Select(n => RegisterTexts.Name(RegisterTexts.Text(n, "name"), RegisterNameKind.Transliterated)));

    internal static RegisterNameKind KindOf(string? type) => type switch
    {
        "PREVIOUS_LEGAL_NAME" => RegisterNameKind.Former,
        "ALTERNATIVE_LANGUAGE_LEGAL_NAME" => RegisterNameKind.Legal,
        _ => RegisterNameKind.Trading,
    };

    private static RegisterAddress? Address(JsonElement entity, string name, RegisterAddressKind kind)
    {
        var at = RegisterTexts.Member(entity, name);
        var lines = RegisterTexts.Items(at, "addressLines").Select(l => l.GetString());
        return RegisterTexts.Address(kind, lines, RegisterTexts.Text(at, "city"), RegisterTexts.Text(at, "region"), RegisterTexts.Text(at, "postalCode"), RegisterTexts.Text(at, "country"));
    }
}
