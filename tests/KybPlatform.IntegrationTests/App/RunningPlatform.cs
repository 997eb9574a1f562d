using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.IntegrationTests.App;

/// <summary>The real application in this process: Kestrel on a free port, a fresh database, API and worker. Tests that need other settings start their own.</summary>
public sealed class RunningPlatform : IAsyncDisposable
{
    public const string PlatformKey = "platform-key-of-the-tests";

    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly bool _owns;
    private int _organizations;

    private RunningPlatform(WebApplication app, TestDatabase database, string data, CapturedLogs logs, bool owns)
    {
        (_app, Database, DataFolder, Logs, _owns) = (app, database, data, logs, owns);
        // One pool of connections for all tests; no limit, because a test may hold many requests open at once.
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = new Uri(app.Urls.Single()) };
        Operator = new ApiClient(_http, PlatformKey);
    }

    public TestDatabase Database { get; }

    public string DataFolder { get; }

    /// <summary>Everything logged as a warning or worse.</summary>
    public CapturedLogs Logs { get; }

    /// <summary>Acts with the platform key.</summary>
    public ApiClient Operator { get; }

    /// <summary>Acts without any key.</summary>
    public ApiClient Nobody => new(_http, null);

    public Uri Address => _http.BaseAddress!;

    /// <summary>With these, and another folder, a second process works beside this one.</summary>
    public PlatformSettings Settings => _app.Services.GetRequiredService<PlatformSettings>();

    public IServiceProvider Services => _app.Services;

    /// <param name="settings">Changes the settings that the tests share.</param>
    /// <param name="services">Replaces services: a clock, a port.</param>
    public static async Task<RunningPlatform> StartAsync(
        TestPostgres postgres, Func<PlatformSettings, PlatformSettings>? settings = null, Action<IServiceCollection>? services = null)
    {
        var database = await postgres.NewDatabaseAsync();
        var data = Directory.CreateTempSubdirectory("kyb-app-").FullName;
        var shared = new PlatformSettings(database.AppConnection, data, RandomNumberGenerator.GetBytes(32), PlatformKey, PlatformRoles.All, Development: true);
        return await StartAsync(database, settings?.Invoke(shared) ?? shared, services, owns: true);
    }

    /// <summary>A second process on the same database, with the same keys and the same folder of documents.</summary>
    public Task<RunningPlatform> BesideAsync(Func<PlatformSettings, PlatformSettings>? settings = null, Action<IServiceCollection>? services = null) =>
        StartAsync(Database, settings?.Invoke(Settings) ?? Settings, services, owns: false);

    private static async Task<RunningPlatform> StartAsync(TestDatabase database, PlatformSettings settings, Action<IServiceCollection>? services, bool owns)
    {
        var logs = new CapturedLogs();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddKybPlatform(settings);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapKybPlatform();
        await app.StartAsync();
        return new RunningPlatform(app, database, settings.DataFolder, logs, owns);
    }

    /// <summary>Runs the platform by another clock.</summary>
    public static Task<RunningPlatform> StartAsync(TestPostgres postgres, TimeProvider clock) =>
        StartAsync(postgres, services: s => s.Replace(ServiceDescriptor.Singleton(clock)));

    public async Task<TenantClient> ANewTenantAsync()
    {
        var name = $"Organization {Interlocked.Increment(ref _organizations)}";
        var made = (await Operator.PostAsync("/v1/organizations", new { name })).ShouldBe(201);
        var test = Client("test", null);
        return Client("live", test);

        TenantClient Client(string mode, TenantClient? sibling) =>
            new(_http, made.Text($"/tenants/{mode}/api_key"), made.Text($"/tenants/{mode}/id"), made.Text("/id"), sibling);
    }

    /// <summary>Asks the database behind the API's back, past row-level security.</summary>
    public async Task<List<T>> AskAsync<T>(string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(Database.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await rows.ReadAsync()) found.Add(rows.GetFieldValue<T>(0));
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (!_owns) return;
        await Database.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }
}
