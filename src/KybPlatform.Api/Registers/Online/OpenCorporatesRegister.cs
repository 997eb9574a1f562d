using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>OpenCorporates, which gathers registers of many countries. It is nobody's register: what it does not know may be registered all the same.</summary>
internal sealed class OpenCorporatesRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "OpenCorporates", "https://api.opencorporates.com/")
{
    private static readonly Dictionary<string, string> Jurisdictions = new(StringComparer.Ordinal)
    {
        ["GB:CRN"] = "gb",
        ["IE:CRO"] = "ie",
        ["NO:ORGNR"] = "no",
        ["FR:SIREN"] = "fr",
        ["NL:KVK"] = "nl",
        ["AU:ACN"] = "au",
        ["SG:UEN"] = "sg",
        ["PL:KRS"] = "pl",
        ["SE:ORGNR"] = "se",
        ["US-DE:FILE"] = "us_de",
        ["US-CA:FILE"] = "us_ca",
    };

    public override IReadOnlyList<string> Schemes { get; } = [.. Jurisdictions.Keys];

    public override bool Authoritative => false;

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct)
    {
        var answer = await GetAsync(question, $"v0.4/companies/{Jurisdictions[question.Scheme]}/{Uri.EscapeDataString(question.Value)}?api_token={Uri.EscapeDataString(Settings.Key ?? "")}", ct);
        return One(answer, json => Company(RegisterTexts.Member(RegisterTexts.Member(json, "results"), "company"), question));
    }

    private static RegisterRecord? Company(JsonElement company, RegisterQuestion question)
    {
        if (RegisterTexts.Name(RegisterTexts.Text(company, "name"), RegisterNameKind.Legal) is not { } name || RegisterTexts.Number(question.Scheme, RegisterTexts.Text(company, "company_number")) is not { } number) return null;
        if (RegisterTexts.Text(company, "jurisdiction_code") is { } jurisdiction && jurisdiction != Jurisdictions[question.Scheme]) return null;
        var (word, ended) = (RegisterTexts.Text(company, "current_status"), RegisterTexts.Date(RegisterTexts.Text(company, "dissolution_date")));
        var at = RegisterTexts.Member(company, "registered_address");
        var address = RegisterTexts.Address(
            RegisterAddressKind.Registered, [RegisterTexts.Text(at, "street_address")], RegisterTexts.Text(at, "locality"), RegisterTexts.Text(at, "region"), RegisterTexts.Text(at, "postal_code"), RegisterTexts.Text(at, "country"));
        var former = RegisterTexts.Items(company, "previous_names").Select(n => RegisterTexts.Name(RegisterTexts.Text(n, "company_name"), RegisterNameKind.Former)).OfType<RegisterName>();
        var officers = RegisterTexts.Items(company, "officers").Select(o => RegisterTexts.Member(o, "officer")).Select(o => new RegisterParty(
            RegisterTexts.Text(o, "name"), RegisterTexts.Text(o, "position")?.ToLowerInvariant() ?? "officer", IsPerson: true, From: RegisterTexts.Date(RegisterTexts.Text(o, "start_date")), Until: RegisterTexts.Date(RegisterTexts.Text(o, "end_date"))));
        return new RegisterRecord(
            [number], [name, .. former], StatusOf(word, RegisterTexts.Member(company, "inactive").ValueKind, ended), word, address is null ? [] : [address], RegisterTexts.Text(company, "company_type"),
            RegisterTexts.Date(RegisterTexts.Text(company, "incorporation_date")), ended, question.WithParties ? [.. officers] : null);
    }

    // The words are those of many registers; its own flag decides where they say nothing that is known.
    private static RegisterStatus StatusOf(string? word, JsonValueKind inactive, DateOnly? ended) =>
        StatusOf(word, inactive) is var status && ended is not null && status is RegisterStatus.Active ? RegisterStatus.Dissolved : status;

    private static RegisterStatus StatusOf(string? word, JsonValueKind inactive) =>
        CompaniesHouseStatus.Of(word) is var known and not RegisterStatus.Unknown ? inactive == JsonValueKind.True && known == RegisterStatus.Active ? RegisterStatus.Inactive : known
        : inactive switch { JsonValueKind.True => RegisterStatus.Inactive, JsonValueKind.False => RegisterStatus.Active, _ => RegisterStatus.Unknown };
}
