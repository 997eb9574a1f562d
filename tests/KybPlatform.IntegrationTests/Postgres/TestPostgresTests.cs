using Npgsql;

namespace KybPlatform.IntegrationTests.Postgres;

/// <summary>What every other integration test rests on.</summary>
public sealed class TestPostgresTests(TestPostgres postgres)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_database_is_migrated_and_its_own()
    {
        await using var one = await postgres.NewDatabaseAsync(Ct);
        await using var other = await postgres.NewDatabaseAsync(Ct);

        await AskAsync(one.OwnerConnection, "CREATE TABLE only_here()");

        (await AskAsync(other.OwnerConnection, "SELECT to_regclass('only_here')::text")).Should().Be(DBNull.Value);
        (await AskAsync(other.OwnerConnection, "SELECT to_regclass('__ef_migrations_history')::text")).Should().Be("__ef_migrations_history");
    }

    [Fact]
    public async Task The_application_logs_in_as_a_role_that_cannot_pass_row_level_security()
    {
        await using var database = await postgres.NewDatabaseAsync(Ct);

        (await AskAsync(database.AppConnection, "SELECT rolname || ' ' || rolsuper || ' ' || rolbypassrls FROM pg_roles WHERE rolname = current_user"))
            .Should().Be("kyb_app false false");
    }

    private static async Task<object?> AskAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
