using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KybPlatform.Api;
using KybPlatform.Api.Insights;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Server.Development;
using KybPlatform.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Benchmarks.Cases;

/// <summary>A queue of generated cases through the real API: filtered pages, the next case one after the other, and fifty who ask for it at once; then figures of as many decisions.</summary>
internal static class CaseRun
{
    private const string PlatformKey = "platform-key-of-the-case-run";
    private const int Claimers = 50;

    public static async Task<int> RunAsync(string[] args)
    {
        var size = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var asked = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1000;
        var folder = Directory.CreateTempSubdirectory("kyb-cases-").FullName;
        var given = Environment.GetEnvironmentVariable("KYB_TEST_POSTGRES");
        await using var embedded = given is null ? await DevelopmentDatabase.StartAsync(folder, Console.WriteLine, CancellationToken.None) : null;
        var owner = await Load.ServerProcess.NewDatabaseAsync(given ?? embedded!.OwnerConnection, "kyb_cases");
        var logins = DatabaseLogins.FromOwner(owner);
        await KybApi.MigrateAsync(owner, logins.AppPassword, CancellationToken.None);
        await using var app = await StartAsync(logins.App, folder);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Claimers }) { BaseAddress = new Uri(app.Urls.Single()) };

        var (tenant, key) = await TenantAsync(http);
        var queues = new List<string>();
        for (var i = 0; i < 10; i++) queues.Add((await AskAsync(http, HttpMethod.Post, "/v1/case-queues", key, $$"""{ "key": "q{{i}}", "title": "Queue {{i}}" }""")).GetProperty("id").GetString()!);
        var begun = Stopwatch.GetTimestamp();
        await CaseRows.InsertAsync(owner, tenant, size);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} cases and {size} decisions generated in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s"));

        begun = Stopwatch.GetTimestamp();
        await AddUpAsync(app, tenant);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} decisions added up in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s"));

        foreach (var (name, path) in new[]
        {
            ("page of a status", "/v1/cases?status=open"), ("page of a queue and status", $"/v1/cases?queue={queues[3]}&status=open"), ("page of country, sender type, status", "/v1/cases?country=C7&sender_type=S2&status=open"),
            ("page of a reviewer", "/v1/cases?assignee=me&status=in_progress"), ("page of a queue and country", $"/v1/cases?queue={queues[3]}&country=C7"),
        })
            await MeasureAsync(name, asked, _ => AskAsync(http, HttpMethod.Get, path, key, null));
        await MeasureAsync("claim-next of all", asked, _ => AskAsync(http, HttpMethod.Post, "/v1/cases/claim-next", key, "{}"));
        await MeasureAsync("claim-next of a queue", asked, i => AskAsync(http, HttpMethod.Post, "/v1/cases/claim-next", key, $$"""{ "queue_id": "{{queues[i % 10]}}" }"""));
        foreach (var (name, skills) in new[]
        {
            ("claim-next of two countries of forty", """{ "countries": ["C7", "C33"] }"""), ("claim-next of one country and type", """{ "countries": ["C12"], "sender_types": ["S3"] }"""), ("claim-next of one sender type", """{ "sender_types": ["S1"] }"""),
        })
        {
            var theirs = await ReviewerAsync(http, key, skills);
            await MeasureAsync(name, asked, _ => AskAsync(http, HttpMethod.Post, "/v1/cases/claim-next", theirs, "{}"));
            await MeasureAsync(name + ", in a queue", asked, i => AskAsync(http, HttpMethod.Post, "/v1/cases/claim-next", theirs, $$"""{ "queue_id": "{{queues[i % 10]}}" }"""));
        }
        await RaceAsync(http, key, asked);
        foreach (var path in (string[])["decisions", "backlog", "sla", "funnel"]) await MeasureAsync($"insights/{path}", 10, _ => AskAsync(http, HttpMethod.Get, $"/v1/insights/{path}?from=2022-01-01T00:00:00Z&to=2031-01-01T00:00:00Z", key, null));
        foreach (var path in (string[])["policies", "reviewers", "reasons"]) await MeasureAsync($"insights/{path}", 10, _ => AskAsync(http, HttpMethod.Get, $"/v1/insights/{path}?from=2022-01-01T00:00:00Z&to=2031-01-01T00:00:00Z", key, null));
        await using (var connection = new NpgsqlConnection(owner))
        {
            await connection.OpenAsync();
            await MeasureAsync("decisions from single rows, for comparison", 3, _ => CaseRows.CountSinglyAsync(connection, tenant));
        }
        await MeasureAsync("insights/decisions of 30 days", 10, _ => AskAsync(http, HttpMethod.Get, "/v1/insights/decisions", key, null));
        await app.StopAsync();
        return 0;
    }

    // The sweep of figures alone: the clocks of as many cases would tell of each that is late.
    private static async Task AddUpAsync(WebApplication app, Guid tenant)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant));
        var sweep = scope.ServiceProvider.GetServices<ITenantSweep>().OfType<RollUp>().Single();
        await sweep.RunAsync(new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), new TenantId(tenant), true, TimeProvider.System.GetUtcNow()), CancellationToken.None);
    }

    // Somebody who knows only these, with a key.
    private static async Task<string> ReviewerAsync(HttpClient http, string key, string skills)
    {
        var user = (await AskAsync(http, HttpMethod.Post, "/v1/users", key, $$"""{ "name": "Rea Reviewer", "email": "{{Uuid7.New(TimeProvider.System.GetUtcNow()):N}}@example.com", "roles": ["reviewer"] }""")).GetProperty("id").GetString()!;
        await AskAsync(http, HttpMethod.Put, $"/v1/case-reviewers/{user}", key, skills);
        return (await AskAsync(http, HttpMethod.Post, "/v1/api-keys", key, $$"""{ "name": "theirs", "user_id": "{{user}}" }""")).GetProperty("secret").GetString()!;
    }

    private static async Task RaceAsync(HttpClient http, string key, int asked)
    {
        var (got, times) = (new ConcurrentBag<string>(), new ConcurrentBag<double>());
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, Math.Max(asked, Claimers) * 2), new ParallelOptions { MaxDegreeOfParallelism = Claimers }, async (_, _) =>
        {
            var at = Stopwatch.GetTimestamp();
            got.Add((await AskAsync(http, HttpMethod.Post, "/v1/cases/claim-next", key, "{}")).GetProperty("id").GetString()!);
            times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        });
        var twice = got.Count - got.Distinct().Count();
        Print($"claim-next, {Claimers} at once", [.. times]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {got.Count} claimed, {twice} twice, {got.Count / Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} a second"));
        if (twice > 0) throw new InvalidOperationException("A case was given to two.");
    }

    private static async Task MeasureAsync(string name, int times, Func<int, Task> ask)
    {
        for (var i = 0; i < Math.Min(20, times); i++) await ask(i);
        var taken = new List<double>(times);
        for (var i = 0; i < times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await ask(i);
            taken.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        Print(name, taken);
    }

    private static void Print(string name, List<double> taken)
    {
        taken.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-40} p50 {taken[taken.Count / 2],8:F1} ms   p99 {taken[Math.Min(taken.Count - 1, taken.Count * 99 / 100)],8:F1} ms"));
    }

    private static async Task<WebApplication> StartAsync(string connection, string folder)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddKybPlatform(new PlatformSettings(connection, folder, new byte[32], PlatformKey, PlatformRoles.Api, Development: true, RatePerSecond: 1_000_000));
        var app = builder.Build();
        app.MapKybPlatform();
        await app.StartAsync();
        return app;
    }

    private static async Task<(Guid Tenant, string Key)> TenantAsync(HttpClient http)
    {
        var made = (await AskAsync(http, HttpMethod.Post, "/v1/organizations", PlatformKey, """{"name":"Case run"}""")).GetProperty("tenants").GetProperty("test");
        return PublicId.TryParse<TenantId>(made.GetProperty("id").GetString(), out var id) ? (id.Value, made.GetProperty("api_key").GetString()!) : throw new InvalidOperationException("Not a tenant's id.");
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, HttpMethod method, string path, string key, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
