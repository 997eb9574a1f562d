using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Development;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>What the real server shows to Prometheus: on a port of its own, by labels from closed lists, and nothing personal.</summary>
public sealed partial class MetricsTests(TestPostgres postgres) : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    /// <summary>Every label that may be: each takes its values from a list that callers cannot lengthen.</summary>
    private static readonly string[] Labels =
    [
        "kind", "result", "outcome", "country", "sender_type", "by", "provider", "status", "list",
        "http_request_method", "http_response_status_code", "http_route", "network_protocol_version", "url_scheme", "error_type",
        "db_client_connection_pool_name", "db_client_connection_state", "db_system_name", "db_system",
        "otel_scope_name", "otel_scope_version", "otel_scope_schema_url", "le", "quantile", "gc_heap_generation", "cpu_mode", "dotnet_gc_heap_generation",
        "server_address", "server_port", "db_namespace", "network_protocol_name", "service_name", "service_version", "service_instance_id", "telemetry_sdk_name", "telemetry_sdk_language", "telemetry_sdk_version",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Metrics_tell_of_requests_decisions_jobs_providers_and_the_database_and_of_nobody()
    {
        await using var database = await postgres.NewDatabaseAsync();
        var metrics = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServerProcess.FreePort()}"));
        await using var server = await ServerProcess.Start(Environment(database, metrics), []).ReadyAsync(Ct);
        using var http = new HttpClient();
        var (key, tenant) = await TenantAsync(http, server.Address);
        for (var i = 0; i < 2; i++) (await SubmitAsync(http, server.Address, key)).Should().Be(201);

        // The collector keeps an answer for a moment, and the watchdog looks at its own pace.
        var text = "";
        for (var i = 0; i < 100 && !Wanted.All(w => text.Contains(w, StringComparison.Ordinal)); i++)
        {
            text = await http.GetStringAsync(new Uri(metrics, "/metrics"), Ct);
            await Task.Delay(200, Ct);
        }

        foreach (var wanted in Wanted) text.Should().Contain(wanted);
        text.Should().MatchRegex("""kyb_decisions_total\{[^}]*country="GB"[^}]*\} 1""").And.MatchRegex("""http_server_request_duration_seconds_count\{[^}]*http_route="/v1/inquiries""");
        Label().Matches(text).Select(m => m.Groups[1].Value).Except(Labels).ShouldBeNone("among the labels: each is a code from a closed list");
        foreach (var personal in (string[])[key, tenant, "Ada", "ada@example.com", "+442079460018", Submissions.Name, "01234567", "metrics-key"]) text.Should().NotContain(personal);
    }

    [Fact]
    public async Task The_two_ports_answer_each_their_own()
    {
        await using var database = await postgres.NewDatabaseAsync();
        var metrics = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServerProcess.FreePort()}"));
        await using var server = await ServerProcess.Start(Environment(database, metrics), ["--role", "api"]).ReadyAsync(Ct);
        using var http = new HttpClient();

        (await http.GetAsync(new Uri(metrics, "/metrics"), Ct)).IsSuccessStatusCode.Should().BeTrue();
        foreach (var path in (string[])["/health/ready", "/v1/tenant", "/openapi/v1.json"]) ((int)(await http.GetAsync(new Uri(metrics, path), Ct)).StatusCode).Should().Be(404);
        ((int)(await http.GetAsync(new Uri(server.Address, "/metrics"), Ct)).StatusCode).Should().Be(404);
    }

    [Fact]
    public async Task A_wrong_address_is_refused_in_one_sentence()
    {
        await using var database = await postgres.NewDatabaseAsync();
        var environment = Environment(database, new Uri("http://127.0.0.1:1"));
        environment["KYB_METRICS_URL"] = "9464";

        await using var server = ServerProcess.Start(environment, []);

        (await server.ExitAsync(Ct)).Should().Be(1);
        server.Output.Should().Contain("KYB_METRICS_URL is 9464").And.NotContain("   at ");
    }

    private static string[] Wanted { get; } =
    [
        "http_server_request_duration_seconds_bucket", "kyb_decisions_total", "kyb_jobs_ended_total", "kyb_jobs_duration_seconds", "kyb_outbox_events", "kyb_outbox_lag_seconds",
        "kyb_provider_answers_total", "kyb_provider_duration_seconds", "kyb_idempotency_keys_met_again_total", "kyb_commits_total", "db_client_connection", "dotnet_",
    ];

    private Dictionary<string, string> Environment(TestDatabase database, Uri metrics) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["KYB_DATA"] = _folder["data"],
        ["KYB_MASTER_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["KYB_PLATFORM_KEY"] = "platform-key-of-this-test",
        ["KYB_METRICS_URL"] = metrics.ToString().TrimEnd('/'),
        ["ConnectionStrings__Kyb"] = database.AppConnection,
    };

    private static async Task<(string Key, string Tenant)> TenantAsync(HttpClient http, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/v1/organizations")) { Content = Json("""{"name":"Acme"}""") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "platform-key-of-this-test");
        using var made = JsonDocument.Parse(await (await http.SendAsync(request, Ct)).Content.ReadAsStringAsync(Ct));
        var test = made.RootElement.GetProperty("tenants").GetProperty("test");
        return (test.GetProperty("api_key").GetString()!, test.GetProperty("id").GetString()!);
    }

    // Twice with one key: the second is a replay.
    private static async Task<int> SubmitAsync(HttpClient http, Uri address, string key)
    {
        var body = new System.Text.Json.Nodes.JsonObject { ["country"] = "GB", ["sender_type"] = "alphanumeric", ["submit"] = true, ["use_case"] = Submissions.UseCase(), ["business"] = Submissions.Business() };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/v1/inquiries")) { Content = Json(body.ToJsonString()) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", "metrics-key");
        request.Headers.Add("Prefer", "wait=10");
        using var answer = await http.SendAsync(request, Ct);
        return (int)answer.StatusCode;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    [GeneratedRegex("""[{,]([a-z_0-9]+)=""" + "\"")]
    private static partial Regex Label();
}
