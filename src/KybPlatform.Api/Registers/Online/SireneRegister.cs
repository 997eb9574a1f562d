using System.Net.Http;
using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>Sirene of INSEE, the register of France: legal units and establishments. Who objected to being shown is told as not public.</summary>
internal sealed class SireneRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "INSEE", "https://api.insee.fr/api-sirene/3.11/")
{
    private const string Siren = "FR:SIREN";
    private const string Siret = "FR:SIRET";

    public override IReadOnlyList<string> Schemes { get; } = [Siren, Siret];

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct)
    {
        var answer = await GetAsync(question, $"{(question.Scheme == Siren ? "siren" : "siret")}/{question.Value}", ct);
        return One(answer, json => question.Scheme == Siren ? Unit(RegisterTexts.Member(json, "uniteLegale"), null) : Establishment(RegisterTexts.Member(json, "etablissement")));
    }

    protected override void Authorize(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("X-INSEE-Api-Key-Integration", Settings.Key);

    protected override bool SaysNotFound(LineAnswer answer) => RegisterTexts.Text(answer.Json(), "header", "statut") == "404";

    /// <param name="establishment">Its own number and address, where one of its places was asked for.</param>
    internal static RegisterRecord? Unit(JsonElement unit, (RegisterNumber Number, RegisterAddress? Address, bool Closed)? establishment)
    {
        // The state of now is the first period; older answers and units inside establishments have it at the top.
        var now = RegisterTexts.Items(unit, "periodesUniteLegale").Where(p => RegisterTexts.Text(p, "dateFin") is null).DefaultIfEmpty(unit).First();
        if (RegisterTexts.Number(Siren, RegisterTexts.Text(unit, "siren") ?? establishment?.Number.Value[..9]) is not { } number) return null;
        var hidden = RegisterTexts.Text(unit, "statutDiffusionUniteLegale") is "P" or "N";
        string? At(string name) => RegisterTexts.Text(now, name) is { } text && text != "[ND]" ? text : null;
        var names = new[]
        {
            RegisterTexts.Name(At("denominationUniteLegale") ?? Person(unit, now), RegisterNameKind.Legal), RegisterTexts.Name(At("denominationUsuelle1UniteLegale"), RegisterNameKind.Trading),
            RegisterTexts.Name(RegisterTexts.Text(unit, "sigleUniteLegale") is { } sign && sign != "[ND]" ? sign : null, RegisterNameKind.Trading),
        };
        var state = At("etatAdministratifUniteLegale");
        var status = state switch { "A" when establishment is { Closed: true } => RegisterStatus.Inactive, "A" => hidden ? RegisterStatus.NotPublic : RegisterStatus.Active, "C" => RegisterStatus.Dissolved, _ => RegisterStatus.Unknown };
        return new RegisterRecord(
            establishment is { } place ? [number, place.Number] : [number], [.. names.OfType<RegisterName>()], status, state, establishment?.Address is { } at ? [at] : [], At("categorieJuridiqueUniteLegale"),
            RegisterTexts.Date(RegisterTexts.Text(unit, "dateCreationUniteLegale")));
    }

    private static RegisterRecord? Establishment(JsonElement place)
    {
        if (RegisterTexts.Number(Siret, RegisterTexts.Text(place, "siret")) is not { } number) return null;
        var at = RegisterTexts.Member(place, "adresseEtablissement");
        string? Part(string name) => RegisterTexts.Text(at, name) is { } text && text != "[ND]" ? text : null;
        var street = string.Join(' ', new[] { Part("numeroVoieEtablissement"), Part("typeVoieEtablissement"), Part("libelleVoieEtablissement") }.OfType<string>());
        var address = RegisterTexts.Address(RegisterAddressKind.Registered, [street, Part("complementAdresseEtablissement")], Part("libelleCommuneEtablissement"), null, Part("codePostalEtablissement"), "FR");
        var closed = RegisterTexts.Items(place, "periodesEtablissement").Where(p => RegisterTexts.Text(p, "dateFin") is null).Any(p => RegisterTexts.Text(p, "etatAdministratifEtablissement") == "F");
        return Unit(RegisterTexts.Member(place, "uniteLegale"), (number, address, closed));
    }

    private static string? Person(JsonElement unit, JsonElement now) =>
        RegisterTexts.Text(now, "nomUniteLegale") is { } family && family != "[ND]" ? $"{RegisterTexts.Text(unit, "prenomUsuelUniteLegale") ?? RegisterTexts.Text(unit, "prenom1UniteLegale")} {family}".Trim() : null;
}
