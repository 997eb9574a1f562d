using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>What clients were told: every acknowledged submission, by its key. What was never answered is retried with the same key until it is.</summary>
internal sealed class Ledger(Uri address, string key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
    private int _count;
    private int _unknown;

    /// <summary>Inquiry id by the caller's reference.</summary>
    public ConcurrentDictionary<string, string> Acknowledged { get; } = new();

    /// <summary>How many requests ended without an answer, so that only a retry could tell.</summary>
    public int Unknown => _unknown;

    /// <summary>Answers that must not be: anything but 201, 503 or a broken connection.</summary>
    public ConcurrentBag<string> Wrong { get; } = [];

    /// <summary>Submits until told to stop; then brings every submission that was begun to its answer.</summary>
    public Task SubmitAsync(int clients, CancellationToken stop, CancellationToken giveUp) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            while (!stop.IsCancellationRequested)
            {
                var reference = $"fire-{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}";
                while (!giveUp.IsCancellationRequested && !await TryAsync(reference, waits: client % 2 == 0, giveUp)) await Task.Delay(50, giveUp);
            }
        }));

    private async Task<bool> TryAsync(string reference, bool waits, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/inquiries") { Content = new StringContent(Body(reference), Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.Add("Idempotency-Key", reference);
            if (waits) request.Headers.Add("Prefer", "wait=5");
            using var answer = await _http.SendAsync(request, ct);
            var body = await answer.Content.ReadAsStringAsync(ct);
            switch ((int)answer.StatusCode)
            {
                case 201:
                    using (var json = JsonDocument.Parse(body)) Acknowledged[reference] = json.RootElement.GetProperty("id").GetString()!;
                    return true;
                case 503:
                    Interlocked.Increment(ref _unknown);
                    return false;
                default:
                    Wrong.Add($"{(int)answer.StatusCode} {body}");
                    return true;
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException or IOException)
        {
            Interlocked.Increment(ref _unknown);
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Body(string reference) => $$"""
        { "country": "GB", "sender_type": "alphanumeric", "reference_id": "{{reference}}", "submit": true,
          "use_case": { "purpose": "transactional", "description": "Order updates for customers of a shop that does not exist.", "sample_messages": ["Fire: your order is on its way."], "sender_ids": ["FIRE"] },
          "business": { "legal_name": "Under Fire {{reference}} Ltd", "type": "private_limited_company", "industry": "retail", "email": "hello@example.com", "website": "https://example.com",
            "identifiers": [{ "scheme": "GB:CRN", "value": "01234567" }], "registered_address": { "line1": "1 High Street", "city": "London", "postal_code": "E1 1AA", "country": "GB" },
            "people": [{ "roles": ["authorized_representative", "owner"], "ownership_percent": 100, "given_name": "Ann", "family_name": "Example", "date_of_birth": "1980-02-03", "email": "ann@example.com", "phone": "+442079460018" }] } }
        """;
}
