using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Server.Development;

namespace KybPlatform.Server.Samples;

/// <summary>Speaks to the platform as any caller does: over HTTP, with a key.</summary>
internal sealed class SampleClient(Uri address) : IDisposable
{
    // A database that comes back after a crash takes some seconds, and ends no server that waits for it.
    private const int MostTries = 120;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            if (answer.IsSuccessStatusCode) return;
            await Task.Delay(100, ct);
        }
        throw new SetupException($"{address} does not become ready: see /health/ready.");
    }

    public async Task<DemoOrganization> CreateOrganizationAsync(string platformKey, DateOnly today, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Post, "/v1/organizations", platformKey, () => Json(new JsonObject { ["name"] = "Demo" }), ct);
        var made = Successful(answer, "The demo organization");
        return new DemoOrganization(
            Text(made, "id"), Text(made["tenants"]!["live"]!, "api_key"), Text(made["tenants"]!["test"]!, "api_key"), today, SamplesDone: false);
    }

    public async Task<bool> KnowsAsync(DemoOrganization organization, string platformKey, CancellationToken ct) =>
        (await SendAsync(HttpMethod.Get, "/v1/organizations/" + organization.Id, platformKey, null, ct)).Status == 200;

    /// <summary>The answer holds the document's id.</summary>
    public async Task<SampleAnswer> UploadAsync(string key, string name, SampleDocument document, string repeatKey, CancellationToken ct)
    {
        var lines = new List<string> { "SAMPLE - not a real document", document.Type.Replace('_', ' '), "" };
        if (document.IssuedOn is not null) lines.Add("issued on " + document.IssuedOn);
        if (document.Fields is not null) lines.AddRange(document.Fields.Select(f => f.Key.Replace('_', ' ') + ": " + f.Value));
        var pdf = SamplePdf.Write(lines);
        return await SendAsync(HttpMethod.Post, "/v1/documents", key, () => Form(document.Type, pdf, $"{name}-{document.Requirement}.pdf"), ct, repeatKey);
    }

    public Task<SampleAnswer> SubmitAsync(string key, JsonObject body, string repeatKey, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/v1/inquiries", key, () => Json(body), ct, repeatKey);

    public void Dispose() => _http.Dispose();

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static MultipartFormDataContent Form(string type, byte[] pdf, string fileName)
    {
        var file = new ByteArrayContent(pdf);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return new MultipartFormDataContent { { new StringContent(type), "type" }, { file, "file", fileName } };
    }

    private async Task<SampleAnswer> SendAsync(HttpMethod method, string path, string key, Func<HttpContent>? content, CancellationToken ct, string? repeatKey = null)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await SendOnceAsync(method, path, key, content?.Invoke(), repeatKey, ct);
            if (answer.Status != 503 || tries == MostTries) return answer;
            await Task.Delay(Pause, ct);
        }
    }

    private async Task<SampleAnswer> SendOnceAsync(HttpMethod method, string path, string key, HttpContent? content, string? repeatKey, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Prefer", "wait=10");
        if (repeatKey is not null) request.Headers.Add("Idempotency-Key", repeatKey);
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return new SampleAnswer((int)answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }

    private static JsonObject Successful(SampleAnswer answer, string what) => answer.Status is 200 or 201
        ? answer.Body
        : throw new SetupException($"{what} was not accepted: {answer.Status} {answer.Body["code"]} {answer.Body["detail"]}");

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}

internal sealed record SampleAnswer(int Status, JsonObject Body);
