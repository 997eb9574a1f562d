using KybPlatform.Api;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Hosting;
using Npgsql;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace KybPlatform.IntegrationTests.Postgres;

/// <summary>
/// One PostgreSQL server for the whole run: the one that <c>KYB_TEST_POSTGRES</c> names (an owner's connection string), else a container
/// where Docker answers, else an embedded one in a temporary folder. It is migrated once; every database after that is a copy.
/// </summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly Lock _once = new();
    private readonly string _run = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(5));
    private ITestServer? _server;
    private NpgsqlDataSource? _admin;
    private Task? _prepared;
    private int _copies;

    private string Template => $"kyb_template_{_run}";

    /// <summary>A fresh migrated database, dropped when disposed. Costs some tens of milliseconds.</summary>
    public async Task<TestDatabase> NewDatabaseAsync(CancellationToken ct = default)
    {
        await EnsureTemplateAsync(ct);
        return await CreateAsync($" TEMPLATE \"{Template}\"", ct);
    }

    /// <summary>A database with nothing in it, for tests of the migration itself.</summary>
    public async Task<TestDatabase> NewEmptyDatabaseAsync(CancellationToken ct = default)
    {
        await EnsureTemplateAsync(ct);
        return await CreateAsync("", ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
        {
            await ExecuteAsync(_admin, $"DROP DATABASE IF EXISTS \"{Template}\" WITH (FORCE)", CancellationToken.None);
            await _admin.DisposeAsync();
        }
        if (_server is not null) await _server.DisposeAsync();
    }

    // Prepared once for the run; if that fails, every test says why.
    private Task EnsureTemplateAsync(CancellationToken ct)
    {
        lock (_once) return (_prepared ??= Task.Run(PrepareAsync, CancellationToken.None)).WaitAsync(ct);
    }

    private async Task PrepareAsync()
    {
        _server = await TestServers.StartAsync(CancellationToken.None);
        _admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_server.OwnerConnection) { MaxPoolSize = 4 }.ConnectionString);
        await ExecuteAsync(_admin, $"CREATE DATABASE \"{Template}\"", CancellationToken.None);
        var logins = DatabaseLogins.FromOwner(On(_server.OwnerConnection, Template, pooled: false));
        await KybApi.MigrateAsync(logins.Owner, logins.AppPassword, CancellationToken.None);
    }

    private async Task<TestDatabase> CreateAsync(string from, CancellationToken ct)
    {
        var name = $"kyb_test_{_run}_{Interlocked.Increment(ref _copies)}";
        await ExecuteAsync(_admin!, $"CREATE DATABASE \"{name}\"{from}", ct);
        return new TestDatabase(name, DatabaseLogins.FromOwner(On(_server!.OwnerConnection, name, pooled: true)), _admin!);
    }

    private static string On(string connection, string database, bool pooled) =>
        new NpgsqlConnectionStringBuilder(connection) { Database = database, Pooling = pooled }.ConnectionString;

    internal static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>One database of the run's server, with the two logins a platform needs.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _admin;
    private readonly DatabaseLogins _logins;

    internal TestDatabase(string name, DatabaseLogins logins, NpgsqlDataSource admin) => (Name, _logins, _admin) = (name, logins, admin);

    public string Name { get; }

    /// <summary>The owner: migrates, and sees past nothing that row-level security forces on it unless it is a superuser.</summary>
    public string OwnerConnection => _logins.Owner;

    /// <summary>The role that serves requests.</summary>
    public string AppConnection => _logins.App;

    public string AppPassword => _logins.AppPassword;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in (string[])[OwnerConnection, AppConnection])
        {
            await using var pooled = new NpgsqlConnection(connection);
            NpgsqlConnection.ClearPool(pooled);
        }
        await TestPostgres.ExecuteAsync(_admin, $"DROP DATABASE IF EXISTS \"{Name}\" WITH (FORCE)", CancellationToken.None);
    }
}
