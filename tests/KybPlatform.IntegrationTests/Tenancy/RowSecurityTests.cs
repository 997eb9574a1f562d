using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Npgsql;

namespace KybPlatform.IntegrationTests.Tenancy;

/// <summary>Raw SQL under the application's role, as somebody would send it who got past everything above the database.</summary>
public sealed class RowSecurityTests(TestPostgres postgres)
{
    private static readonly Guid A = Uuid7.New(DateTimeOffset.UnixEpoch);
    private static readonly Guid B = Uuid7.New(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Without_a_tenant_no_table_of_tenants_shows_a_row_and_none_raises_an_error()
    {
        await using var world = await World.MakeAsync(postgres);
        await using var app = await world.AppAsync();

        (await SeenAsync(app)).ShouldBeNone("never set");
        await RunAsync(app, "SELECT set_config('kyb.tenant', '', false)");
        (await SeenAsync(app)).ShouldBeNone("set to nothing");
        await RunAsync(app, $"SELECT set_config('kyb.tenant', '{A}', false)");
        (await SeenAsync(app)).Should().NotBeEmpty("the rows are there to be seen");
        await RunAsync(app, "RESET kyb.tenant");
        (await SeenAsync(app)).ShouldBeNone("after RESET");
        await RunAsync(app, $"SELECT set_config('kyb.tenant', '{A}', false)");
        await RunAsync(app, "DISCARD ALL");
        (await SeenAsync(app)).ShouldBeNone("after DISCARD ALL");
    }

    [Fact]
    public async Task A_tenant_set_for_a_transaction_is_gone_when_it_ends_either_way()
    {
        await using var world = await World.MakeAsync(postgres);
        await using var app = await world.AppAsync();
        foreach (var end in (string[])["COMMIT", "ROLLBACK"])
        {
            await RunAsync(app, "BEGIN");
            await RunAsync(app, $"SELECT set_config('kyb.tenant', '{A}', true)");
            (await SeenAsync(app)).Should().NotBeEmpty();
            await RunAsync(app, end);

            (await SeenAsync(app)).ShouldBeNone($"after {end}");
        }
    }

    [Fact]
    public async Task A_session_that_kept_a_tenant_does_not_pass_it_on_through_the_pool()
    {
        await using var world = await World.MakeAsync(postgres);
        await using var pool = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(world.Database.AppConnection) { MaxPoolSize = 1 }.ConnectionString);
        int first;
        await using (var careless = await pool.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            first = careless.ProcessID;
            await RunAsync(careless, $"SELECT set_config('kyb.tenant', '{A}', false)");
        }
        await using var next = await pool.OpenConnectionAsync(TestContext.Current.CancellationToken);

        next.ProcessID.Should().Be(first, "it must be the same session");
        (await SeenAsync(next)).ShouldBeNone();
    }

    [Fact]
    public async Task The_owner_of_the_tables_is_held_by_the_same_wall()
    {
        await using var world = await World.MakeAsync(postgres);
        await using var owner = await world.OwnerAsync();
        var role = $"kyb_owner_{Uuid7.New(DateTimeOffset.UnixEpoch):n}";
        await RunAsync(owner, $"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS; ALTER TABLE api_keys OWNER TO {role}");
        try
        {
            await RunAsync(owner, $"SET ROLE {role}");
            (await CountAsync(owner, "SELECT count(*) FROM api_keys")).Should().Be(0);
        }
        finally
        {
            await RunAsync(owner, $"RESET ROLE; ALTER TABLE api_keys OWNER TO CURRENT_USER; DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Another_tenants_row_can_be_neither_read_nor_written_nor_taken_over()
    {
        await using var world = await World.MakeAsync(postgres);
        await using var app = await world.AppAsync(B);

        (await CountAsync(app, $"SELECT count(*) FROM api_keys WHERE tenant_id = '{A}'")).Should().Be(0);
        (await CountAsync(app, $"WITH u AS (UPDATE api_keys SET name = 'x' WHERE tenant_id = '{A}' RETURNING 1) SELECT count(*) FROM u")).Should().Be(0);
        (await CountAsync(app, $"WITH d AS (DELETE FROM api_keys WHERE tenant_id = '{A}' RETURNING 1) SELECT count(*) FROM d")).Should().Be(0);
        (await RefusalAsync(app, World.Key(A, Uuid7.New(DateTimeOffset.UnixEpoch)))).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        await RunAsync(app, World.Key(B, Uuid7.New(DateTimeOffset.UnixEpoch)));
        (await RefusalAsync(app, $"UPDATE api_keys SET tenant_id = '{A}'")).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_reference_to_another_tenants_row_fails_as_one_to_no_row()
    {
        await using var world = await World.MakeAsync(postgres);
        await using var app = await world.AppAsync(B);
        var toTheirs = await RefusalAsync(app, World.Decision(B, world.InquiryOfA));
        var toNone = await RefusalAsync(app, World.Decision(B, Uuid7.New(DateTimeOffset.UnixEpoch)));

        toTheirs.Should().Be(PostgresErrorCodes.ForeignKeyViolation).And.Be(toNone);
    }

    [Fact]
    public async Task What_is_unique_is_unique_within_a_tenant()
    {
        await using var world = await World.MakeAsync(postgres);
        await using var app = await world.AppAsync(B);

        (await RefusalAsync(app, World.Key(B, world.KeyOfA))).Should().BeNull("the same id under another tenant says nothing about theirs");
    }

    [Fact]
    public async Task Nothing_that_row_security_does_not_cover_is_granted()
    {
        await using var world = await World.MakeAsync(postgres);
        await using var app = await world.AppAsync(A);

        (await RefusalAsync(app, "TRUNCATE api_keys")).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync(app, "CREATE TABLE probe (tenant_id uuid, id uuid, FOREIGN KEY (tenant_id, id) REFERENCES api_keys)")).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync(app, "CREATE TEMP TABLE probe (tenant_id uuid, id uuid, FOREIGN KEY (tenant_id, id) REFERENCES api_keys)")).Should().NotBeNull();
        (await RefusalAsync(app, "UPDATE audit_entries SET actor = 'x'")).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync(app, "DELETE FROM audit_entries")).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync(app, "ALTER TABLE api_keys NO FORCE ROW LEVEL SECURITY")).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync(app, "SET row_security = off; SELECT count(*) FROM api_keys")).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
        // The cluster's superuser has whatever name its operator chose.
        (await RefusalAsync(app, "DO $$ BEGIN EXECUTE format('SET ROLE %I', (SELECT rolname FROM pg_roles WHERE rolsuper LIMIT 1)); END $$")).Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task The_planners_statistics_tell_the_application_nothing_about_rows()
    {
        await using var world = await World.MakeAsync(postgres);
        await using (var owner = await world.OwnerAsync()) await RunAsync(owner, "ANALYZE");
        await using var app = await world.AppAsync(A);

        (await CountAsync(app, "SELECT count(*) FROM pg_stats s JOIN pg_class c ON c.relname = s.tablename AND c.relrowsecurity WHERE s.schemaname = 'public'")).Should().Be(0);
    }

    /// <summary>Tables of tenants in which the connection sees anything.</summary>
    private static async Task<IReadOnlyList<string>> SeenAsync(NpgsqlConnection connection)
    {
        var tables = new List<string>();
        await using (var ask = new NpgsqlCommand("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace ORDER BY 1", connection))
        await using (var rows = await ask.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await rows.ReadAsync(TestContext.Current.CancellationToken)) tables.Add(rows.GetString(0));
        tables.Should().NotBeEmpty();
        var seen = new List<string>();
        foreach (var table in tables)
            if (await CountAsync(connection, $"SELECT count(*) FROM {table}") > 0) seen.Add(table);
        return seen;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The SQL state of the refusal; null where it was done.</summary>
    private static async Task<string?> RefusalAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            await RunAsync(connection, sql);
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }

    /// <summary>A database with a key and an inquiry of tenant A, made by the owner.</summary>
    private sealed record World(TestDatabase Database, Guid KeyOfA, Guid InquiryOfA) : IAsyncDisposable
    {
        public static async Task<World> MakeAsync(TestPostgres postgres)
        {
            var world = new World(await postgres.NewDatabaseAsync(), Uuid7.New(DateTimeOffset.UnixEpoch), Uuid7.New(DateTimeOffset.UnixEpoch));
            await using var owner = await world.OwnerAsync();
            await RunAsync(owner, Key(A, world.KeyOfA));
            await RunAsync(owner, FilledRow("inquiries", A, ("id", world.InquiryOfA), ("tenant_id", A)));
            return world;
        }

        public static string Key(Guid tenant, Guid id) => FilledRow("api_keys", tenant, ("id", id), ("tenant_id", tenant));

        public static string Decision(Guid tenant, Guid inquiry) =>
            FilledRow("decisions", tenant, ("id", Uuid7.New(DateTimeOffset.UnixEpoch)), ("tenant_id", tenant), ("inquiry_id", inquiry));

        public async Task<NpgsqlConnection> OwnerAsync() => await OpenAsync(Database.OwnerConnection);

        public async Task<NpgsqlConnection> AppAsync(Guid? tenant = null)
        {
            var app = await OpenAsync(Database.AppConnection);
            if (tenant is { } of) await RunAsync(app, $"SELECT set_config('kyb.tenant', '{of}', false)");
            return app;
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();

        private static async Task<NpgsqlConnection> OpenAsync(string connection)
        {
            var opened = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
            await opened.OpenAsync(TestContext.Current.CancellationToken);
            return opened;
        }

        /// <summary>An insert that fills whatever the table asks for, so that a new column breaks no test here.</summary>
        private static string FilledRow(string table, Guid tenant, params (string Column, Guid Value)[] given)
        {
            using var db = new PlatformDb(PlatformDbOptions.ForMigrations(new NpgsqlConnection("Host=nowhere")), new TenantScope());
            var columns = db.Model.GetEntityTypes().Single(e => (string?)e["Relational:TableName"] == table).GetProperties()
                .Where(p => !p.IsNullable).Select(p => ((string?)p["Relational:ColumnName"] ?? p.Name, ValueFor(p, given))).ToList();
            return $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Item1))}) VALUES ({string.Join(", ", columns.Select(c => c.Item2))})";
        }

        private static string ValueFor(Microsoft.EntityFrameworkCore.Metadata.IReadOnlyProperty property, (string Column, Guid Value)[] given)
        {
            var column = (string?)property["Relational:ColumnName"] ?? property.Name;
            if (given.FirstOrDefault(g => g.Column == column) is { Column: not null } value) return $"'{value.Value}'";
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type.IsArray && type != typeof(byte[])) return "'{}'";
            if (type == typeof(byte[])) return "'\\x00'";
            if (type == typeof(DateTimeOffset)) return "now()";
            if (type == typeof(bool)) return "false";
            if (type == typeof(int) || type == typeof(long)) return "1";
            if (type == typeof(string)) return (string?)property["Relational:ColumnType"] == "jsonb" ? "'{}'" : "'x'";
            if (type.IsEnum) return "'x'";
            return $"'{Uuid7.New(DateTimeOffset.UnixEpoch)}'";
        }
    }
}
