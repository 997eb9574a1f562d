using KybPlatform.Api;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Hosting;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace KybPlatform.IntegrationTests.Tenancy;

/// <summary>A migration beside processes of the version before, which go on deciding.</summary>
public sealed class SchemaLockTests(TestPostgres postgres)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private const string Waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    [Fact]
    public async Task Totals_of_figures_come_while_a_decision_is_committed_and_neither_is_lost()
    {
        await using var database = await postgres.NewEmptyDatabaseAsync(Ct);
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnection);
        await MigrateToAsync(owner, "20261126134225_VerificationTerms");

        // What a commit that decides does, one statement after the other, and the migration comes in the middle of it.
        await using var deciding = await owner.OpenConnectionAsync(Ct);
        await using var commit = await deciding.BeginTransactionAsync(Ct);
        await ExecuteAsync(deciding, "INSERT INTO outbox (tenant_id, event_id, type, resource, occurred_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'inquiry.approved', 'inq_1', now() - interval '1 hour')");
        var migration = MigrateToAsync(owner, "20261126171158_FigureTotals");
        await Eventually.AsksAsync(async () => await AskAsync(owner, Waiting) is long waiting && waiting > 0, waits => waits);
        foreach (var table in (string[])["decisions", "decision_figures"]) await ExecuteAsync(deciding, $"DELETE FROM {table} WHERE tenant_id = gen_random_uuid()");
        await commit.CommitAsync(Ct);
        await migration;

        (await AskAsync(owner, "SELECT count(*) FROM outbox WHERE recorded_at > now() - interval '10 minutes'")).Should().Be(1L);
        await using (var connection = await owner.OpenConnectionAsync(Ct))
        {
            await ExecuteAsync(connection, "BEGIN; INSERT INTO outbox (tenant_id, event_id, type, resource, occurred_at) SELECT gen_random_uuid(), gen_random_uuid(), 'inquiry.approved', 'inq_2', now() FROM generate_series(1, 3); COMMIT");
        }
        (await AskAsync(owner, "SELECT count(DISTINCT recorded_at) FROM outbox WHERE resource = 'inq_2'")).Should().Be(3L, "it is the database's clock at that row");
        await KybApi.MigrateAsync(database.OwnerConnection, DatabaseLogins.FromOwner(database.OwnerConnection).AppPassword, Ct);
        foreach (var rule in CatalogLint.RuleNames)
        {
            await using var connection = await owner.OpenConnectionAsync(Ct);
            (await CatalogLint.ViolationsAsync(connection, rule)).Should().BeEmpty(rule);
        }
    }

    [Fact]
    public async Task Whoever_gets_no_lock_in_time_holds_none_and_is_told_to_come_again()
    {
        await using var database = await postgres.NewDatabaseAsync(Ct);
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnection);
        await using var reading = await owner.OpenConnectionAsync(Ct);
        await using var backup = await reading.BeginTransactionAsync(Ct);
        await ExecuteAsync(reading, "LOCK TABLE decisions IN ACCESS SHARE MODE");

        await using var migrating = await owner.OpenConnectionAsync(Ct);
        await using var migration = await migrating.BeginTransactionAsync(Ct);
        var refused = (await FluentActions.Awaiting(() => ExecuteAsync(migrating, SchemaLocks.Taking(TimeSpan.Zero, "outbox", "decisions"))).Should().ThrowAsync<PostgresException>()).Which;

        refused.SqlState.Should().Be(PostgresErrorCodes.LockNotAvailable);
        refused.Hint.Should().Contain("--role migrate").And.Contain("outbox, decisions");
        await migration.RollbackAsync(Ct);

        // It goes on once the other has ended, in the same attempt or the next.
        await using var again = await migrating.BeginTransactionAsync(Ct);
        var taking = ExecuteAsync(migrating, SchemaLocks.Taking("outbox", "decisions"));
        await Eventually.AsksAsync(async () => await AskAsync(owner, Waiting) is long waiting && waiting > 0, waits => waits);
        await backup.CommitAsync(Ct);
        await taking;
        (await AskAsync(owner, "SELECT count(*) FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock' AND relation IN ('outbox'::regclass, 'decisions'::regclass)")).Should().Be(2L);
    }

    private static async Task MigrateToAsync(NpgsqlDataSource owner, string name)
    {
        await using var connection = await owner.OpenConnectionAsync(Ct);
        await using var db = new PlatformDb(PlatformDbOptions.ForMigrations(connection), new TenantScope());
        await db.GetService<IMigrator>().MigrateAsync(name, Ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<object?> AskAsync(NpgsqlDataSource owner, string sql)
    {
        await using var command = owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
