using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>Companies House, the register of the United Kingdom: company profile, officers, persons with significant control.</summary>
internal sealed class CompaniesHouseRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock)
    : HttpRegister(settings, line, clock, "Companies House", "https://api.company-information.service.gov.uk/")
{
    private const int PageSize = 100;
    private const int MostPages = 5;

    public override IReadOnlyList<string> Schemes { get; } = [CompaniesHouseRows.Crn];

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct)
    {
        var company = await GetAsync(question, $"company/{question.Value}", ct);
        var finding = One(company, Company);
        if (!question.WithParties || finding.Record is null) return finding;
        var officers = await PagesAsync(question, "officers", "officers", Officer, ct);
        var controllers = await PagesAsync(question, "persons-with-significant-control", "controllers", Controller, ct);
        // Without them the company is found all the same; who directs it is then not known.
        return WithParties(finding.Record, company, [.. officers, .. controllers]);
    }

    /// <summary>All pages of a list; what lies beyond the last one that is read is not known.</summary>
    private async Task<List<(string What, LineAnswer Answer, IEnumerable<RegisterParty>? Told)>> PagesAsync(
        RegisterQuestion question, string list, string what, Func<JsonElement, RegisterParty> read, CancellationToken ct)
    {
        var (pages, seen) = (new List<(string, LineAnswer, IEnumerable<RegisterParty>?)>(), 0);
        while (true)
        {
            var page = await GetAsync(question, $"company/{question.Value}/{list}?items_per_page={PageSize}&start_index={seen}", ct);
            var entries = Entries(page, "items")?.ToList();
            pages.Add((what, page, entries?.Select(read)));
            seen += entries?.Count ?? 0;
            if (entries is null or [] || !(RegisterTexts.Member(page.Json(), "total_results") is { ValueKind: JsonValueKind.Number } total && total.TryGetInt32(out var all) && all > seen)) return pages;
            if (pages.Count < MostPages) continue;
            pages.Add((what, page, null));
            return pages;
        }
    }

    protected override void Authorize(HttpRequestMessage request) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Settings.Key + ":")));

    protected override bool SaysNotFound(LineAnswer answer) =>
        RegisterTexts.Items(answer.Json(), "errors").Any(e => RegisterTexts.Text(e, "error")?.EndsWith("not-found", StringComparison.Ordinal) == true);

    private static RegisterRecord? Company(JsonElement company)
    {
        if (RegisterTexts.Number(CompaniesHouseRows.Crn, RegisterTexts.Text(company, "company_number")) is not { } number || RegisterTexts.Name(RegisterTexts.Text(company, "company_name"), RegisterNameKind.Legal) is not { } name) return null;
        var address = RegisterTexts.Member(company, "registered_office_address");
        var former = RegisterTexts.Items(company, "previous_company_names").Select(n => RegisterTexts.Name(RegisterTexts.Text(n, "name"), RegisterNameKind.Former)).OfType<RegisterName>();
        var at = RegisterTexts.Address(
            RegisterAddressKind.Registered, [RegisterTexts.Text(address, "premises"), RegisterTexts.Text(address, "address_line_1"), RegisterTexts.Text(address, "address_line_2")],
            RegisterTexts.Text(address, "locality"), RegisterTexts.Text(address, "region"), RegisterTexts.Text(address, "postal_code"), RegisterTexts.Text(address, "country") ?? "UNITED KINGDOM");
        var word = RegisterTexts.Text(company, "company_status");
        return new RegisterRecord(
            [number], [name, .. former], CompaniesHouseStatus.Of(word, RegisterTexts.Text(company, "company_status_detail")), word, at is null ? [] : [at], RegisterTexts.Text(company, "type"),
            RegisterTexts.Date(RegisterTexts.Text(company, "date_of_creation")), RegisterTexts.Date(RegisterTexts.Text(company, "date_of_cessation")));
    }

    private static RegisterParty Officer(JsonElement officer)
    {
        var role = RegisterTexts.Text(officer, "officer_role") ?? "officer";
        return new RegisterParty(
            RegisterTexts.Text(officer, "name"), role.Replace('-', '_'), !role.StartsWith("corporate", StringComparison.Ordinal), BirthYearMonth: Birth(officer),
            From: RegisterTexts.Date(RegisterTexts.Text(officer, "appointed_on")), Until: RegisterTexts.Date(RegisterTexts.Text(officer, "resigned_on")));
    }

    private static RegisterParty Controller(JsonElement controller)
    {
        List<string> natures = [.. RegisterTexts.Items(controller, "natures_of_control").Select(n => n.GetString()).OfType<string>()];
        var (least, most) = Band(natures);
        var isPerson = RegisterTexts.Text(controller, "kind")?.StartsWith("individual", StringComparison.Ordinal) == true;
        var number = isPerson ? null : RegisterTexts.Number(CompaniesHouseRows.Crn, RegisterTexts.Text(controller, "identification", "registration_number"));
        return new RegisterParty(
            RegisterTexts.Text(controller, "name"), natures.Exists(n => n.StartsWith("ownership", StringComparison.Ordinal)) ? "owner" : "controller", isPerson, number, least, most, Birth(controller),
            RegisterTexts.Date(RegisterTexts.Text(controller, "notified_on")), RegisterTexts.Date(RegisterTexts.Text(controller, "ceased_on")), natures);
    }

    // The register tells bands: ownership-of-shares-25-to-50-percent and so on.
    private static (double? Least, double? Most) Band(List<string> natures)
    {
        foreach (var nature in natures.Where(n => n.StartsWith("ownership-of-shares-", StringComparison.Ordinal)))
        {
            var parts = nature["ownership-of-shares-".Length..].Split('-');
            if (parts is [var least, "to", var most, "percent", ..] && double.TryParse(least, CultureInfo.InvariantCulture, out var low) && double.TryParse(most, CultureInfo.InvariantCulture, out var high)) return (low, high);
        }
        return (null, null);
    }

    private static string? Birth(JsonElement person) =>
        RegisterTexts.Text(person, "date_of_birth", "year") is { } year && RegisterTexts.Text(person, "date_of_birth", "month") is { } month ? $"{year}-{month.PadLeft(2, '0')}" : null;
}
