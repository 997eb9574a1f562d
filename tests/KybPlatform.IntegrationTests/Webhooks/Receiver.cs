using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KybPlatform.IntegrationTests.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Webhooks;

/// <summary>A request as it came.</summary>
internal sealed record Received(string Path, string Id, string Timestamp, string Signature, string Host, byte[] Body)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement;

    public string Type => Json.Text("/type");

    /// <summary>Null for a test.</summary>
    public long? Position => Json.At("/data/position") is { ValueKind: JsonValueKind.Number } position ? position.GetInt64() : null;

    /// <summary>Verified as the specification says, apart from the product's own code.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. Body]));
        return Signature.Split(' ').Contains(expected);
    }
}

/// <summary>A real HTTP server that a tenant could have: it remembers what came and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _all = new();

    private Receiver(WebApplication app) => _app = app;

    /// <summary>Answers one request; 200 where the test says nothing.</summary>
    public Func<Received, HttpContext, Task> Answers { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<Received> All => [.. _all];

    public string Url => _app.Urls.Single();

    public int Port => new Uri(Url).Port;

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many came that the test is interested in.</summary>
    public Task<IReadOnlyList<Received>> HasAsync(int count, Func<Received, bool>? which = null) =>
        Eventually.AsksAsync(() => Task.FromResult<IReadOnlyList<Received>>([.. _all.Where(which ?? (_ => true))]), r => r.Count >= count);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        var received = new Received(http.Request.Path, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), headers.Host.ToString(), body.ToArray());
        _all.Enqueue(received);
        await Answers(received, http);
    }
}

internal static class WebhookSteps
{
    public static async Task<(string Id, string Secret)> AnEndpointAsync(this ApiClient tenant, string url, string[]? types = null, string? payload = null, bool? personalData = null)
    {
        var made = (await tenant.PostAsync("/v1/webhook-endpoints", new { url, event_types = types, payload, personal_data = personalData })).ShouldBe(201);
        return (made.Text("/id"), made.Text("/signing_secret"));
    }

    private static int _people;

    /// <summary>Something that happens: one <c>user.created</c> each.</summary>
    public static async Task HappensAsync(this ApiClient tenant, int times = 1)
    {
        for (var i = 0; i < times; i++)
            (await tenant.PostAsync("/v1/users", new { name = "Ada", email = $"ada{Interlocked.Increment(ref _people)}@example.com", roles = new[] { "auditor" } })).ShouldBe(201);
    }

    public static Task<HttpAnswer> DeliveryAsync(this ApiClient tenant, string query, Func<JsonElement, bool> isSo) =>
        Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-deliveries?limit=100&{query}"), a => a.At("/data").EnumerateArray().Any(isSo));
}
