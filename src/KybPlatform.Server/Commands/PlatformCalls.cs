using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace KybPlatform.Server.Commands;

/// <summary>Calls a platform with a tenant's key: both told by options, else by <c>KYB_URL</c> and <c>KYB_API_KEY</c>.</summary>
internal sealed class PlatformCalls : IDisposable
{
    private readonly HttpClient _http;

    private PlatformCalls(HttpClient http) => _http = http;

    public static PlatformCalls From(CommandLine line)
    {
        var url = line.Value("--url") ?? Environment.GetEnvironmentVariable("KYB_URL") ?? throw new UsageException("Where is the platform? --url or KYB_URL names it.");
        var key = line.Value("--api-key") ?? Environment.GetEnvironmentVariable("KYB_API_KEY") ?? throw new UsageException("--api-key or KYB_API_KEY is the key of the tenant.");
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) throw new UsageException($"{url} is no http or https address.");
        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new PlatformCalls(http);
    }

    public Task<PlatformAnswer> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, null, ct);

    /// <param name="once">Sent as idempotency key: asking again after a cut line changes the world once.</param>
    public Task<PlatformAnswer> PostAsync(string path, JsonObject body, string once, CancellationToken ct) => SendAsync(HttpMethod.Post, path, body, once, ct);

    public void Dispose() => _http.Dispose();

    private async Task<PlatformAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, string? once, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (once is not null) request.Headers.Add("Idempotency-Key", once);
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return new PlatformAnswer((int)answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }
}

/// <summary>What a platform answered.</summary>
internal sealed record PlatformAnswer(int Status, JsonObject Body)
{
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>A refusal in one line, with every place that it names.</summary>
    public string Refusal => $"{Status} {Body["code"]}: {Body["detail"]}"
        + string.Concat((Body["errors"] as JsonArray ?? []).Select(e => $"\n    {e?["pointer"]} {e?["code"]}: {e?["detail"]}"));

    public JsonObject OrStop(string what) => IsGood ? Body : throw new UsageException($"{what}: {Refusal}");
}
