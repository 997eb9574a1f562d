using System.Net.Http;
using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>KVK, the business register of the Netherlands: the basic profile.</summary>
internal sealed class KvkRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "Kamer van Koophandel", "https://api.kvk.nl/api/")
{
    private const string Kvk = "NL:KVK";

    public override IReadOnlyList<string> Schemes { get; } = [Kvk];

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct) => One(await GetAsync(question, $"v1/basisprofielen/{question.Value}", ct), Profile);

    protected override void Authorize(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("apikey", Settings.Key);

    protected override bool SaysNotFound(LineAnswer answer) => RegisterTexts.Items(answer.Json(), "fout").Any();

    private static RegisterRecord? Profile(JsonElement profile)
    {
        if (RegisterTexts.Number(Kvk, RegisterTexts.Text(profile, "kvkNummer")) is not { } number || RegisterTexts.Text(profile, "naam") is not { } name) return null;
        var names = RegisterTexts.Items(profile, "handelsnamen").Select(n => RegisterTexts.Name(RegisterTexts.Text(n, "naam"), RegisterNameKind.Trading))
            .Prepend(RegisterTexts.Name(RegisterTexts.Text(profile, "statutaireNaam") ?? name, RegisterNameKind.Legal)).OfType<RegisterName>();
        var embedded = RegisterTexts.Member(profile, "_embedded");
        var ended = RegisterTexts.Text(profile, "materieleRegistratie", "datumEinde");
        // Without its registration nothing is told about whether it goes on.
        var status = ended is not null ? RegisterStatus.Dissolved : RegisterTexts.Member(profile, "materieleRegistratie").ValueKind == JsonValueKind.Object ? RegisterStatus.Active : RegisterStatus.Unknown;
        return new RegisterRecord(
            [number], [.. names.DistinctBy(n => n.Name)], status, ended is null ? "ingeschreven" : "uitgeschreven",
            [.. RegisterTexts.Items(RegisterTexts.Member(embedded, "hoofdvestiging"), "adressen").Select(Address).OfType<RegisterAddress>()], RegisterTexts.Text(embedded, "eigenaar", "rechtsvorm"),
            RegisterTexts.Date(RegisterTexts.Text(profile, "formeleRegistratiedatum")), RegisterTexts.Date(ended));
    }

    private static RegisterAddress? Address(JsonElement at)
    {
        var street = string.Join(' ', new[] { RegisterTexts.Text(at, "straatnaam"), RegisterTexts.Text(at, "huisnummer"), RegisterTexts.Text(at, "huisletter"), RegisterTexts.Text(at, "huisnummerToevoeging") }.OfType<string>());
        var kind = RegisterTexts.Text(at, "type") == "correspondentieadres" ? RegisterAddressKind.Mailing : RegisterAddressKind.Registered;
        return RegisterTexts.Address(kind, [street], RegisterTexts.Text(at, "plaats"), null, RegisterTexts.Text(at, "postcode"), RegisterTexts.Text(at, "land") is "Nederland" or null ? "NL" : RegisterTexts.Text(at, "land"));
    }
}
