using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>What a client was told about one submission.</summary>
/// <param name="Body">The answer, byte for byte.</param>
/// <param name="Decision">Null where the answer came before the decision.</param>
/// <param name="AfterBreak">Whether an earlier try with the same key had broken off after it was sent.</param>
internal sealed record Told(string Id, byte[] Body, string? Decision, bool AfterBreak);

/// <summary>What clients were told: every acknowledged submission, by its key. What was never answered is retried with the same key until it is.</summary>
internal sealed class Ledger(IReadOnlyList<Uri> servers, string key, string document) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private int _count;
    private int _turn;
    private int _broken;
    private int _recovered;

    /// <summary>Every submission that was ever sent.</summary>
    public ConcurrentDictionary<string, bool> Begun { get; } = new();

    /// <summary>By the caller's reference.</summary>
    public ConcurrentDictionary<string, Told> Acknowledged { get; } = new();

    /// <summary>How many requests broke off after they were sent, or were answered 503: nobody could say whether they took effect.</summary>
    public int Broken => _broken;

    /// <summary>How many of these had taken effect, as their retry was told.</summary>
    public int Recovered => _recovered;

    /// <summary>Answers that must not be: anything but 201, 503 or a broken connection.</summary>
    public ConcurrentBag<string> Wrong { get; } = [];

    /// <summary>Submits until told to stop; then brings every submission that was begun to its answer.</summary>
    public Task SubmitAsync(int clients, CancellationToken stop, CancellationToken giveUp) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            while (!stop.IsCancellationRequested)
            {
                var number = Interlocked.Increment(ref _count);
                var reference = Reference(number);
                Begun[reference] = false;
                while (!giveUp.IsCancellationRequested && !await TryAsync(number, waits: client % 2 == 0, giveUp)) await Task.Delay(50, giveUp);
            }
        }));

    /// <summary>Sends every acknowledged submission once more: with the same key the same bytes must come back, whatever died in between.</summary>
    public async Task<List<string>> ReplayAsync(CancellationToken ct)
    {
        var different = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (entry, end) =>
        {
            var number = int.Parse(entry.Key["fire-".Length..], CultureInfo.InvariantCulture);
            using var answer = await SendAsync(number, waits: true, end);
            var replayed = answer.Headers.Contains("Idempotency-Replayed");
            var body = await answer.Content.ReadAsByteArrayAsync(end);
            if ((int)answer.StatusCode != 201 || !replayed || !entry.Value.Body.AsSpan().SequenceEqual(body))
                different.Add($"{entry.Key}: {(int)answer.StatusCode}{(replayed ? " replayed" : " as if new")}");
        });
        return [.. different];
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> TryAsync(int number, bool waits, CancellationToken ct)
    {
        var reference = Reference(number);
        try
        {
            using var answer = await SendAsync(number, waits, ct);
            var body = await answer.Content.ReadAsByteArrayAsync(ct);
            switch ((int)answer.StatusCode)
            {
                case 201:
                    using (var json = JsonDocument.Parse(body))
                        Acknowledged[reference] = new Told(json.RootElement.GetProperty("id").GetString()!, body, DecisionIn(json.RootElement), Begun[reference]);
                    if (Begun[reference] && answer.Headers.Contains("Idempotency-Replayed")) Interlocked.Increment(ref _recovered);
                    return true;
                case 503:
                    Unknown(reference);
                    return false;
                default:
                    Wrong.Add($"{(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
                    return true;
            }
        }
        catch (HttpRequestException nobody) when (nobody.HttpRequestError is HttpRequestError.ConnectionError)
        {
            // Never sent: the server is down.
            return false;
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException or IOException && !ct.IsCancellationRequested)
        {
            Unknown(reference);
            return false;
        }
    }

    private void Unknown(string reference)
    {
        Begun[reference] = true;
        Interlocked.Increment(ref _broken);
    }

    private async Task<HttpResponseMessage> SendAsync(int number, bool waits, CancellationToken ct)
    {
        // What one process could not answer another is asked for.
        var server = servers[(int)((uint)Interlocked.Increment(ref _turn) % servers.Count)];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "/v1/inquiries")) { Content = new StringContent(Body(number, document), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", Reference(number));
        if (waits) request.Headers.Add("Prefer", "wait=5");
        return await _http.SendAsync(request, ct);
    }

    private static string? DecisionIn(JsonElement inquiry) =>
        inquiry.TryGetProperty("decision", out var decision) && decision.ValueKind is JsonValueKind.Object ? decision.GetProperty("id").GetString() : null;

    private static string Reference(int number) => $"fire-{number.ToString(CultureInfo.InvariantCulture)}";

    // Every third claims a number that another has: it goes to a person. The others are approved and leave a registration.
    private static string Body(int number, string document) => $$"""
        { "country": "GB", "sender_type": "alphanumeric", "reference_id": "{{Reference(number)}}", "submit": true,
          "use_case": { "purpose": "transactional", "description": "Order updates for customers of a shop that does not exist.", "sample_messages": ["Fire: your order is on its way."], "sender_ids": ["FIRE"] },
          "documents": [{ "requirement": "proof_of_business", "document_id": "{{document}}", "type": "certificate_of_incorporation", "issued_on": "2015-01-05", "fields": { "business_name": "Under Fire {{Reference(number)}} Limited" } }],
          "business": { "legal_name": "Under Fire {{Reference(number)}} Limited", "type": "private_limited_company", "industry": "retail", "incorporated_on": "2012-04-18", "website": "https://fire.example.com",
            "identifiers": [{ "scheme": "GB:CRN", "value": "{{(number % 3 == 0 ? 99_999_999 : 10_000_000 + number).ToString(CultureInfo.InvariantCulture)}}" }],
            "registered_address": { "line1": "4 Sample Lane", "city": "Edinburgh", "postal_code": "ZZ99 4AA", "country": "GB" },
            "people": [{ "roles": ["authorized_representative", "owner"], "ownership_percent": 90, "given_name": "Fiona", "family_name": "Example", "date_of_birth": "1979-11-02", "email": "fiona@example.com", "phone": "+442079460123" }] } }
        """;
}
