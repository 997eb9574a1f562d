using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KybPlatform.IntegrationTests.Documents;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Development;
using Npgsql;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>A database server and a platform server of their own, clients that submit and one that reads the log.</summary>
internal sealed class FireScene : IAsyncDisposable
{
    private readonly EmbeddedPostgres _postgres;
    private readonly string _folder;
    private readonly string _place;

    private FireScene(EmbeddedPostgres postgres, string folder, string place, ServerUnderFire server, Ledger ledger, LogReader reader) =>
        (_postgres, _folder, _place, Server, Ledger, Reader) = (postgres, folder, place, server, ledger, reader);

    public ServerUnderFire Server { get; }
    public Ledger Ledger { get; }
    public LogReader Reader { get; }
    public string OwnerConnection => _postgres.Connection("kyb");

    /// <param name="settings">Of the database server, for the rig that must report losses.</param>
    public static async Task<FireScene> StartAsync(params string[] settings)
    {
        var ct = TestContext.Current.CancellationToken;
        var account = await PostgresAccount.ChooseAsync(ct);
        var folder = Directory.CreateTempSubdirectory("kyb-fire-").FullName;
        var place = await PostgresPlace.PrepareAsync(folder, account, _ => { }, ct);
        var postgres = await EmbeddedPostgres.StartAsync(await EmbeddedServer.ServersAsync(account, ct), place, account, ct, settings);
        await postgres.EnsureDatabaseAsync("kyb", ct);
        var server = new ServerUnderFire(postgres.Connection("kyb"), Directory.CreateDirectory(Path.Combine(folder, "server")).FullName);
        await server.StartAsync(ct);
        var (key, document) = await TenantAsync(server.Address);
        // The tenant itself is on disk before the fire begins, whatever durability is set to.
        await using var owner = NpgsqlDataSource.Create(postgres.Connection("kyb"));
        await using (var checkpoint = owner.CreateCommand("CHECKPOINT")) await checkpoint.ExecuteNonQueryAsync(ct);
        return new FireScene(postgres, folder, place, server, new Ledger(server.Address, key, document), new LogReader(server.Address, key));
    }

    public async Task FireAsync(int times, Func<Task> kill)
    {
        using var stop = new CancellationTokenSource();
        using var stopReading = new CancellationTokenSource();
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(2) + (times * TimeSpan.FromSeconds(12)));
        var clients = Ledger.SubmitAsync(6, stop.Token, giveUp.Token);
        var reader = Reader.FollowAsync(stopReading.Token);
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(900 + (i * 137 % 700)), giveUp.Token);
            await kill();
        }
        await Task.Delay(500, giveUp.Token);
        await stop.CancelAsync();
        await clients;
        await stopReading.CancelAsync();
        await reader;
    }

    public async Task KillServerAsync()
    {
        await Server.KillAsync();
        await Server.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>All processes of the database at once, as when the machine's power goes; it is started again by whoever watches it.</summary>
    public async Task KillDatabaseAsync()
    {
        var postmaster = _postgres.ProcessId;
        using (var kill = Process.Start("pkill", ["-9", "-P", postmaster.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        using (var kill = Process.Start("kill", ["-9", postmaster.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        // The next blow falls on a system that works again: otherwise nothing is acknowledged that could be lost.
        await Task.Delay(500);
        await Server.ReadyAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<(string Key, string Document)> TenantAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        async Task<JsonElement> PostAsync(string path, string bearer, HttpContent content)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var answer = await http.SendAsync(request);
            return JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
        }
        var made = await PostAsync("/v1/organizations", ServerUnderFire.PlatformKey, new StringContent("""{"name":"Under fire"}""", Encoding.UTF8, "application/json"));
        var key = made.GetProperty("tenants").GetProperty("test").GetProperty("api_key").GetString()!;
        var file = new ByteArrayContent(SampleFiles.Pdf()) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        var document = await PostAsync("/v1/documents", key, new MultipartFormDataContent { { file, "file", "document.pdf" } });
        return (key, document.GetProperty("id").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        Ledger.Dispose();
        Reader.Dispose();
        await Server.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        if (Directory.Exists(_place)) Directory.Delete(_place, recursive: true);
    }
}
