using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>Brønnøysund, the register of Norway: units and the roles in them. Open, without a key.</summary>
internal sealed class BrregRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "Brønnøysundregistrene", "https://data.brreg.no/")
{
    public override IReadOnlyList<string> Schemes { get; } = [BrregRecords.Orgnr];

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct)
    {
        var unit = await GetAsync(question, $"enhetsregisteret/api/enheter/{question.Value}", ct);
        // Gone: it was registered once, and is removed.
        var finding = unit is { IsAnswer: true, Status: 410 } ? NotFound(unit) : One(unit, BrregRecords.Of);
        if (!question.WithParties || finding.Record is null) return finding;
        var roles = await GetAsync(question, $"enhetsregisteret/api/enheter/{question.Value}/roller", ct);
        var told = Entries(roles, "rollegrupper")?.SelectMany(g => RegisterTexts.Items(g, "roller")).Where(r => !RegisterTexts.IsTrue(r, "fratraadt")).Select(Role);
        return WithParties(finding.Record, unit, ("roles", roles, told));
    }

    // A number that was never given out is answered with no body.
    protected override bool SaysNotFound(LineAnswer answer) => answer.Body.IsEmpty || base.SaysNotFound(answer);

    private static RegisterParty Role(JsonElement role)
    {
        var (person, unit) = (RegisterTexts.Member(role, "person"), RegisterTexts.Member(role, "enhet"));
        var name = person.ValueKind == JsonValueKind.Object
            ? string.Join(' ', new[] { RegisterTexts.Text(person, "navn", "fornavn"), RegisterTexts.Text(person, "navn", "mellomnavn"), RegisterTexts.Text(person, "navn", "etternavn") }.OfType<string>())
            : RegisterTexts.Items(unit, "navn").Select(n => n.GetString()).FirstOrDefault();
        return new RegisterParty(
            name, RoleOf(RegisterTexts.Text(role, "type", "kode")), person.ValueKind == JsonValueKind.Object, RegisterTexts.Number(BrregRecords.Orgnr, RegisterTexts.Text(unit, "organisasjonsnummer")),
            BirthYearMonth: RegisterTexts.Text(person, "fodselsdato") is { Length: >= 7 } born ? born[..7] : null);
    }

    private static string RoleOf(string? code) => code switch
    {
        "DAGL" => "managing_director",
        "LEDE" => "chair",
        "NEST" or "MEDL" => "director",
        "VARA" => "deputy_director",
        "INNH" => "owner",
        "DTPR" or "DTSO" => "partner",
        null => "other",
        _ => code.ToLowerInvariant(),
    };
}
