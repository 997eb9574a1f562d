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

    public IReadOnlyList<string> Facts { get; } = ["legal_name", "trade_name", "given_name", "family_name", "date_of_birth", "nationality", "identifiers", "owned_by"];

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        var party = Parties.Of(request);
        if (party.Names.Count == 0) return asked.NothingToCheck();
        if (!request.Work.Live && MagicValues.OfName(party.Names[0]) is { } forced) return MagicValues.Answer(asked, forced, "sanctions_match");
        var query = Queries(party);
        var body = JsonSerializer.Serialize(new { queries = query });
        var answer = await line.SendAsync(request.Work.Tenant, HomeOf(request), () => Request(request, body), ct);
        // Each question is answered by itself, and each candidate by yes or no: what says neither was not looked at.
        var results = answer is { IsAnswer: true, Status: 200 } ? Results(answer.Json(), query.Count) : null;
        if (results is null || !results.TrueForAll(r => FactReader.Member(r, "match").ValueKind is JsonValueKind.True or JsonValueKind.False))
            return VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "provider_unavailable", new Silence(answer.IsAnswer ? $"status_{answer.Status}" : SnakeCase.Of(answer.Failure))) with { Retry = true };
        var hit = results.Exists(r => FactReader.Member(r, "match").ValueKind == JsonValueKind.True);
        // Lists change by the day: a pass is as old as its day.
        return VerificationAnswer.Of(asked.All(hit ? CheckOutcome.Failed : CheckOutcome.Passed), hit ? "sanctions_match" : null, new Evidence(party, answer.Json())) with { ValidFor = TimeSpan.FromDays(1) };
    }

    /// <summary>Candidates of all questions; null where one of them was not answered.</summary>
    private static List<JsonElement>? Results(JsonElement answer, int questions)
    {
        var found = new List<JsonElement>();
        for (var i = 0; i < questions; i++)
        {
            var one = FactReader.Member(FactReader.Member(answer, "responses"), Key(i));
            if (FactReader.Member(one, "results") is not { ValueKind: JsonValueKind.Array } results) return null;
            if (FactReader.Member(one, "status") is { ValueKind: not JsonValueKind.Undefined } status && !(status.ValueKind == JsonValueKind.Number && status.TryGetInt32(out var code) && code == 200)) return null;
            found.AddRange(results.EnumerateArray());
        }
        return found;
    }

    // The party, and each business that owns it.
    private static Dictionary<string, object> Queries(ScreenedParty party) =>
        party.Owners.Where(o => o.Names.Count > 0).Prepend(party).Select((p, i) => (Key: Key(i), Query: Query(p))).ToDictionary(q => q.Key, q => q.Query, StringComparer.Ordinal);

    private static string Key(int at) => at == 0 ? "party" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"owner_{at}");

    private static object Query(ScreenedParty party)
    {
        var properties = new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal) { ["name"] = party.Names };
        if (party.BirthDate is { } born) properties["birthDate"] = [born.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)];
        if (party.Countries.Count > 0) properties[party.Schema == EntitySchema.Person ? "nationality" : "jurisdiction"] = party.Countries.Select(c => c.ToLowerInvariant());
        if (party.Identifiers.Count > 0) properties[party.Schema == EntitySchema.Person ? "idNumber" : "registrationNumber"] = party.Identifiers;
        return new { schema = party.Schema == EntitySchema.Person ? "Person" : "Company", properties };
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
