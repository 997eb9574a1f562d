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
    private const int Enough = 25;
    private readonly EmbeddedPostgres _postgres;
    private readonly string _folder;
    private readonly string _place;

    private FireScene(EmbeddedPostgres postgres, string folder, string place, IReadOnlyList<ServerUnderFire> servers, Ledger ledger, LogReader reader) =>
        (_postgres, _folder, _place, Servers, Ledger, Reader) = (postgres, folder, place, servers, ledger, reader);

    public IReadOnlyList<ServerUnderFire> Servers { get; }
    public ServerUnderFire Server => Servers[0];
    public Ledger Ledger { get; }
    public LogReader Reader { get; }
    public string OwnerConnection => _postgres.Connection("kyb");

    /// <param name="settings">Of the database server, for the rig that must report losses.</param>
    public static Task<FireScene> StartAsync(params string[] settings) => StartAsync(1, null, settings);

    /// <param name="servers">So many processes, each API and worker, over one database.</param>
    /// <param name="receiver">Where the tenant has what happens to inquiries sent.</param>
    public static async Task<FireScene> StartAsync(int servers, string? receiver, params string[] settings)
    {
        var ct = TestContext.Current.CancellationToken;
        var account = await PostgresAccount.ChooseAsync(ct);
        var folder = Directory.CreateTempSubdirectory("kyb-fire-").FullName;
        var place = await PostgresPlace.PrepareAsync(folder, account, _ => { }, ct);
        var postgres = await EmbeddedPostgres.StartAsync(await EmbeddedServer.ServersAsync(account, ct), place, account, ct, settings);
        await postgres.EnsureDatabaseAsync("kyb", ct);
        var data = Directory.CreateDirectory(Path.Combine(folder, "server")).FullName;
        var processes = Enumerable.Range(0, servers).Select(_ => new ServerUnderFire(postgres.Connection("kyb"), data)).ToList();
        foreach (var process in processes) await process.StartAsync(ct);
        var addresses = processes.ConvertAll(p => p.Address);
        var (key, document) = await TenantAsync(addresses[0], receiver);
        // The tenant itself is on disk before the fire begins, whatever durability is set to.
        await using var owner = NpgsqlDataSource.Create(postgres.Connection("kyb"));
        await using (var checkpoint = owner.CreateCommand("CHECKPOINT")) await checkpoint.ExecuteNonQueryAsync(ct);
        return new FireScene(postgres, folder, place, processes, new Ledger(addresses, key, document), new LogReader(addresses, key));
    }

    public Task FireAsync(int times, Func<Task> kill) =>
        FireAsync(TimeSpan.FromMinutes(2) + (times * TimeSpan.FromSeconds(12)), async giveUp =>
        {
            var acknowledged = 0;
            for (var i = 0; i < times; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(900 + (i * 137 % 700)), giveUp);
                // A blow before anything was acknowledged has nothing to lose, and a slow machine needs its time.
                for (var before = acknowledged; Ledger.Acknowledged.Count < before + 2;) await Task.Delay(20, giveUp);
                acknowledged = Ledger.Acknowledged.Count;
                await kill();
            }
        });

    /// <summary>Clients submit and the reader reads for as long as the blows fall.</summary>
    /// <summary>Another process on the same database and data folder, not started yet.</summary>
    public ServerUnderFire ASecondServer() => new(OwnerConnection, Path.Combine(_folder, "server"));

    public async Task FireAsync(TimeSpan patience, Func<CancellationToken, Task> blows)
    {
        using var stop = new CancellationTokenSource();
        using var stopReading = new CancellationTokenSource();
        using var giveUp = new CancellationTokenSource(patience);
        var clients = Ledger.SubmitAsync(6, stop.Token, giveUp.Token);
        var reader = Reader.FollowAsync(stopReading.Token);
        await blows(giveUp.Token);
        // A slow machine answers few of them between the blows.
        while (Ledger.Acknowledged.Count <= Enough) await Task.Delay(50, giveUp.Token);
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
        // Between two of its lives there is none to kill, and what names nobody would be the tests' own group of processes.
        var postmaster = _postgres.ProcessId;
        for (var look = 0; look < 600 && postmaster == 0; look++)
        {
            await Task.Delay(50);
            postmaster = _postgres.ProcessId;
        }
        if (postmaster == 0) throw new InvalidOperationException("The database did not come back.");
        using (var kill = Process.Start("pkill", ["-9", "-P", postmaster.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        using (var kill = Process.Start("kill", ["-9", postmaster.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        // The next blow falls on a system that works again: otherwise nothing is acknowledged that could be lost.
        await Task.Delay(500);
        if (Servers.Count == 1) await Server.ReadyAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Every connection to the database is cut, whatever it was doing.</summary>
    public async Task CutConnectionsAsync()
    {
        try
        {
            await CutAsync();
        }
        catch (NpgsqlException)
        {
            // The database is still coming back from the blow before: there is nothing to cut.
        }
    }

    private async Task CutAsync()
    {
        await using var owner = NpgsqlDataSource.Create(OwnerConnection);
        await using var cut = owner.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await cut.ExecuteNonQueryAsync();
    }

    private static async Task<(string Key, string Document)> TenantAsync(Uri address, string? receiver)
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
        if (receiver is not null)
            await PostAsync("/v1/webhook-endpoints", key, new StringContent($$"""{"url":"{{receiver}}","event_types":["inquiry.*"]}""", Encoding.UTF8, "application/json"));
        return (key, document.GetProperty("id").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        Ledger.Dispose();
        Reader.Dispose();
        foreach (var server in Servers) await server.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        if (Directory.Exists(_place)) Directory.Delete(_place, recursive: true);
    }
}
