using System.Globalization;
using System.Text.Json;
using KybPlatform.Api;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Webhooks.Dispatch;
using KybPlatform.Benchmarks.Load;
using KybPlatform.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Benchmarks.Webhooks;

/// <summary>The whole platform in this process, on a database of its own, with events put straight into logs.</summary>
internal sealed class HookPlatform : IAsyncDisposable
{
    private const string Key = "webhook-run-platform-key";
    private readonly WebApplication _app;
    private readonly NpgsqlDataSource _owner;
    private readonly HttpLoad _http;

    private HookPlatform(WebApplication app, NpgsqlDataSource owner)
    {
        (_app, _owner) = (app, owner);
        _http = new HttpLoad(app.Urls.Single(), Key);
    }

    public IServiceProvider Services => _app.Services;

    public static async Task<HookPlatform> StartAsync(string server)
    {
        var owner = await ServerProcess.NewDatabaseAsync(server, "kyb_webhooks");
        var logins = DatabaseLogins.FromOwner(owner);
        await KybApi.MigrateAsync(owner, logins.AppPassword, CancellationToken.None);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddKybPlatform(new PlatformSettings(logins.App, Directory.CreateTempSubdirectory("kyb-webhooks-").FullName, new byte[32], Key, PlatformRoles.All, Development: true));
        builder.Services.AddSingleton(new WebhookLimits());
        var app = builder.Build();
        app.MapKybPlatform();
        await app.StartAsync();
        return new HookPlatform(app, NpgsqlDataSource.Create(owner));
    }

    /// <summary>A tenant with one endpoint for each address.</summary>
    public async Task<(Guid Tenant, IReadOnlyList<Guid> Endpoints)> TenantAsync(IEnumerable<string> urls)
    {
        using var made = JsonDocument.Parse(await _http.SendAsync(HttpMethod.Post, "/v1/organizations", """{"name":"Webhook run"}""", Key));
        var tenant = made.RootElement.GetProperty("tenants").GetProperty("test");
        if (!PublicId.TryParse<TenantId>(tenant.GetProperty("id").GetString(), out var id)) throw new InvalidOperationException("Not a tenant's id.");
        var endpoints = new List<Guid>();
        foreach (var url in urls)
        {
            using var endpoint = JsonDocument.Parse(await _http.SendAsync(HttpMethod.Post, "/v1/webhook-endpoints", $$"""{"url":"{{url}}","event_types":["inquiry.*"]}""", tenant.GetProperty("api_key").GetString()!));
            if (!PublicId.TryParse<KybPlatform.Api.Webhooks.WebhookEndpointId>(endpoint.RootElement.GetProperty("id").GetString(), out var whk)) throw new InvalidOperationException("Not an endpoint's id.");
            endpoints.Add(whk.Value);
        }
        await Task.Delay(300);
        return (id.Value, endpoints);
    }

    /// <summary>Appends so many events to the log at once, and moves the lanes' heads as the relay does.</summary>
    public Task AppendAsync(Guid tenant, int events) => ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO event_heads (tenant_id, position) VALUES ('{tenant}', 0) ON CONFLICT DO NOTHING;
        INSERT INTO events (tenant_id, position, event_id, type, resource, parent, occurred_at)
        SELECT '{tenant}', h.position + n, gen_random_uuid(), 'inquiry.approved', 'inq_01jd3k6mz0e1b9w4r7t2y5x8c3', NULL, now() FROM event_heads h, generate_series(1, {events}) n WHERE h.tenant_id = '{tenant}';
        UPDATE event_heads SET position = position + {events} WHERE tenant_id = '{tenant}';
        UPDATE webhook_lanes l SET head = h.position, due_at = CASE WHEN l.failures < {Pauses.Opens} THEN now() ELSE l.due_at END FROM event_heads h WHERE h.tenant_id = '{tenant}' AND l.tenant_id = '{tenant}'
        """));

    /// <summary>An event as a business transaction leaves it: committed, without a position.</summary>
    public Task CommitAsync(Guid tenant, Guid @event) =>
        ExecuteAsync($"INSERT INTO outbox (tenant_id, event_id, type, resource, occurred_at) VALUES ('{tenant}', '{@event}', 'inquiry.approved', 'inq_01jd3k6mz0e1b9w4r7t2y5x8c3', now())");

    public async Task<long> DeliveredAsync(Guid tenant) => await CountAsync($"SELECT count(*) FROM webhook_deliveries WHERE tenant_id = '{tenant}' AND status = 'delivered'");

    /// <summary>Waits until these endpoints have come to the head.</summary>
    public async Task CaughtUpAsync(IEnumerable<Guid> endpoints)
    {
        var ids = string.Join("','", endpoints);
        while (await CountAsync($"SELECT count(*) FROM webhook_lanes WHERE endpoint_id IN ('{ids}') AND position < head") > 0) await Task.Delay(5);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _owner.DisposeAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
