using Npgsql;

namespace KybPlatform.Server.Development;

/// <summary>
/// A PostgreSQL server of our own, in one folder. It runs in its own process session, so that Ctrl-C reaches us first; is taken over alive
/// when the process that started it was killed; is started again when it is killed itself; and stops with the last process that uses it.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PostgresControl _control;
    private readonly SharedUse _use;
    private readonly CancellationTokenSource _ending = new();
    private readonly PostmasterFile _running;
    private Task _watch = Task.CompletedTask;

    private EmbeddedPostgres(string folder, PostgresControl control, SharedUse use, PostmasterFile running, bool adopted) =>
        (_folder, _control, _use, _running, Adopted) = (folder, control, use, running, adopted);

    /// <summary>Whether it was found running.</summary>
    public bool Adopted { get; }

    public int Major => _control.Binaries.Major;

    public int ProcessId => PostmasterFile.Read(_control.DataFolder)?.ProcessId ?? 0;

    /// <summary>Connects as the owner to one of its databases.</summary>
    public string Connection(string database) => Connection(_running, _control.Password, database);

    /// <param name="servers">Installed servers, best first; an existing database is opened with the version that made it.</param>
    /// <param name="folder">The database's own folder, owned by the account.</param>
    public static async Task<EmbeddedPostgres> StartAsync(
        IReadOnlyList<PostgresBinaries> servers, string folder, PostgresAccount account, CancellationToken ct, params string[] settings)
    {
        var control = await PostgresControl.OpenAsync(servers, folder, account, settings, ct);
        using var turn = await SharedUse.TurnAsync(folder, ct);
        var use = SharedUse.Of(folder);
        try
        {
            await control.InitializeOnceAsync(ct);
            var adopted = await AliveAsync(control, ct);
            var running = adopted ?? await control.StartAsync(ct);
            var started = new EmbeddedPostgres(folder, control, use, running, adopted is not null);
            started._watch = started.WatchAsync(started._ending.Token);
            return started;
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <summary>Makes the database where it is not there yet.</summary>
    public async Task EnsureDatabaseAsync(string name, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(Connection("postgres"));
        await using var exists = source.CreateCommand("SELECT 1 FROM pg_database WHERE datname = $1");
        exists.Parameters.AddWithValue(name);
        if (await exists.ExecuteScalarAsync(ct) is not null) return;
        await using var create = source.CreateCommand($"CREATE DATABASE \"{name}\"");
        try
        {
            await create.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException same) when (same.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process made it between the two statements.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watch;
        using (await SharedUse.TurnAsync(_folder, CancellationToken.None))
        {
            if (_use.EndAndWasLast()) await _control.StopAsync(_running.SocketFolder);
        }
        _ending.Dispose();
    }

    private static string Connection(PostmasterFile at, string? password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = at.SocketFolder.Length > 0 ? at.SocketFolder : "127.0.0.1",
        Port = at.Port,
        Username = PostgresControl.Owner,
        Password = password,
        Database = database,
    }.ConnectionString;

    // A killed process leaves its server running; it is ours if it answers. One that cannot be reached any more is stopped.
    private static async Task<PostmasterFile?> AliveAsync(PostgresControl control, CancellationToken ct)
    {
        for (var attempt = 0; PostmasterFile.Read(control.DataFolder) is { } file && file.IsAlive(control.DataFolder); attempt++)
        {
            if (await AnswersAsync(file, control.Password, ct)) return file;
            if (attempt == 100 || (file.SocketFolder.Length > 0 && !Directory.Exists(file.SocketFolder)))
            {
                await control.StopAsync(file.SocketFolder);
                return null;
            }
            await Task.Delay(200, ct);
        }
        return null;
    }

    private static async Task<bool> AnswersAsync(PostmasterFile file, string? password, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Connection(file, password, "postgres") + ";Pooling=false;Timeout=3");
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(250, ct);
                if (PostmasterFile.Read(_control.DataFolder) is { } file && file.IsAlive(_control.DataFolder)) continue;
                using var turn = await SharedUse.TurnAsync(_folder, ct);
                if (PostmasterFile.Read(_control.DataFolder) is not { } other || !other.IsAlive(_control.DataFolder)) await RestartAsync(ct);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task RestartAsync(CancellationToken ct)
    {
        try
        {
            await _control.StartAsync(ct, _running);
        }
        catch (SetupException)
        {
            // Tried again at the next look; meanwhile readiness says that the database is away.
        }
    }
}
