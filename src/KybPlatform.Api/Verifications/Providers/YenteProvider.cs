using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>A matching service that speaks as yente does (OpenSanctions, hosted or one's own): beside the lists that are searched here, whatever it knows.</summary>
internal sealed class YenteProvider(ProviderSettings settings, OutboundLine line) : IVerificationProvider
{
    public const string Kind = "yente";

    private readonly Uri _home = settings.Url ?? new Uri("https://api.opensanctions.org/");

    public string Type => "watchlist_screening";

    public string Name => settings.Name;

    public string Description => "Whether a matching service knows nobody on a watch list whom the business or person may be.";

    public IReadOnlyList<string> Checks { get; } = ["no_match"];

    public IReadOnlyList<string> Subjects { get; } = ["business", "individual", "people/<id>"];

    public IReadOnlyList<string> Facts { get; } = ["legal_name", "trade_name", "given_name", "family_name", "date_of_birth", "nationality", "identifiers"];

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        var party = Parties.Of(request);
        if (party.Names.Count == 0) return asked.NothingToCheck();
        if (!request.Work.Live && MagicValues.OfName(party.Names[0]) is { } forced) return MagicValues.Answer(asked, forced, "sanctions_match");
        var query = Query(party);
        var answer = await line.SendAsync(request.Work.Tenant, HomeOf(request), () => Request(request, query), ct);
        var results = answer is { IsAnswer: true, Status: 200 } ? FactReader.Member(FactReader.Member(FactReader.Member(answer.Json(), "responses"), "party"), "results") : default;
        if (results.ValueKind != JsonValueKind.Array)
            return VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "provider_unavailable", new Silence(answer.IsAnswer ? $"status_{answer.Status}" : SnakeCase.Of(answer.Failure))) with { Retry = true };
        var hit = results.EnumerateArray().Any(r => FactReader.Member(r, "match").ValueKind == JsonValueKind.True);
        // Lists change by the day: a pass is as old as its day.
        return VerificationAnswer.Of(asked.All(hit ? CheckOutcome.Failed : CheckOutcome.Passed), hit ? "sanctions_match" : null, new Evidence(party, answer.Json())) with { ValidFor = TimeSpan.FromDays(1) };
    }

    private static string Query(ScreenedParty party)
    {
        var properties = new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal) { ["name"] = party.Names };
        if (party.BirthDate is { } born) properties["birthDate"] = [born.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)];
        if (party.Countries.Count > 0) properties[party.Schema == EntitySchema.Person ? "nationality" : "jurisdiction"] = party.Countries.Select(c => c.ToLowerInvariant());
        if (party.Identifiers.Count > 0) properties[party.Schema == EntitySchema.Person ? "idNumber" : "registrationNumber"] = party.Identifiers;
        return JsonSerializer.Serialize(new { queries = new { party = new { schema = party.Schema == EntitySchema.Person ? "Person" : "Company", properties } } });
    }

    private Uri HomeOf(VerificationRequest request) => request.Work.Live ? _home : settings.SandboxUrl ?? _home;

    private HttpRequestMessage Request(VerificationRequest asked, string query)
    {
        // From which score on a result is a match; the service goes by its own where nobody says.
        var threshold = asked.Threshold is { } least ? $"?threshold={least.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : "";
        var match = new Uri(HomeOf(asked), $"match/{settings.Dataset ?? "default"}{threshold}");
        var request = new HttpRequestMessage(HttpMethod.Post, match) { Content = new StringContent(query, Encoding.UTF8, "application/json") };
        if (settings.Key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("ApiKey", settings.Key);
        return request;
    }

    private sealed record Evidence(ScreenedParty Party, JsonElement Raw);

    private sealed record Silence(string Trouble);
}
