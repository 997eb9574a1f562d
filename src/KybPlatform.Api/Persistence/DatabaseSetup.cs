using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace KybPlatform.Api.Persistence;

/// <summary>
/// Brings a database to the current schema: migrations as the owner, then the application's role, its grants and the row-level
/// security of every tenant-owned table. Idempotent; several processes may start it at once.
/// </summary>
public static class DatabaseSetup
{
    /// <summary>The role that serves requests: no owner, no superuser, no BYPASSRLS.</summary>
    public const string AppRole = "kyb_app";

    // Changes with every change of the code, migrations and model included.
    private static readonly string Build = typeof(PlatformDb).Module.ModuleVersionId.ToString("N");

    private const long SetupLock = 0x6b79_625f_7365_7475;

    // Entities that are written once: the application may add and read, never change or remove.
    private static readonly string[] AppendOnly = ["audit_entries", "master_key_check", "policy_pack_shipments"];

    // Entities that are written once and dropped after their time, which the database itself watches over.
    private static readonly Dictionary<string, string> DroppedAfter = new(StringComparer.Ordinal) { ["events"] = "occurred_at < now() - interval '90 days'" };

    // Entities that are marked and never removed. A process of the version before totals would remove a figure that they hold: it is told that the row has changed.
    private static readonly string[] NeverRemoved = ["decision_figures"];

    // Whatever a migration builds anew is built in this time.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <param name="owner">A login that may create roles, or finds <see cref="AppRole"/> made by its operator.</param>
    /// <param name="appPassword">The password that the role gets; null leaves the role's login as it is.</param>
    public static async Task RunAsync(string owner, string? appPassword, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var connection = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({SetupLock})", ct);
        try
        {
            await EnsureRoleAsync(connection, appPassword, ct);
            if (await IsCurrentAsync(connection, ct)) return;
            await using var db = new PlatformDb(PlatformDbOptions.ForMigrations(connection), new TenantScope());
            db.Database.SetCommandTimeout(Patience);
            await db.Database.MigrateAsync(ct);
            // One table at a time, so that it waits for no second one while processes wait for the first; and before anybody has a right to a new one.
            foreach (var entity in Tables(db).Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned)))) await ExecuteAsync(connection, PolicySql(entity.GetTableName()!), ct);
            await ExecuteAsync(connection, RightsSql(db), ct);
            await ExecuteAsync(connection, $"COMMENT ON FUNCTION kyb_expect_one(bigint) IS '{Build}'", ct);
        }
        finally
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({SetupLock})", CancellationToken.None);
        }
    }

    // This very build brought the database up before: nothing can be new, and a start need not work out the model to know it.
    private static async Task<bool> IsCurrentAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT CASE WHEN has_table_privilege('{AppRole}', to_regclass('tenants'), 'SELECT') THEN obj_description(to_regprocedure('kyb_expect_one(bigint)'), 'pg_proc') END
            """, connection);
        return await command.ExecuteScalarAsync(ct) as string == Build;
    }

    private static async Task EnsureRoleAsync(NpgsqlConnection connection, string? password, CancellationToken ct)
    {
        if (password is null) return;
        var quoted = password.Replace("'", "''", StringComparison.Ordinal);
        // Roles belong to the cluster: another database's setup may be making the same one.
        await ExecuteAsync(connection, $"""
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{AppRole}') THEN
                CREATE ROLE {AppRole} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '{quoted}';
              END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$;
            """, ct);
        try
        {
            await ExecuteAsync(connection, $"ALTER ROLE {AppRole} PASSWORD '{quoted}'", ct);
        }
        catch (PostgresException same) when (same.SqlState is "XX000")
        {
            // "tuple concurrently updated": another process is setting the same password.
        }
    }

    private static IEnumerable<IEntityType> Tables(PlatformDb db) => db.Model.GetEntityTypes().OrderBy(e => e.GetTableName(), StringComparer.Ordinal);

    private static string PolicySql(string table)
    {
        var sql = $"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            DROP POLICY IF EXISTS tenant ON {table};
            CREATE POLICY tenant ON {table} USING (tenant_id = (SELECT nullif(current_setting('kyb.tenant', true), '')::uuid))
              WITH CHECK (tenant_id = (SELECT nullif(current_setting('kyb.tenant', true), '')::uuid));
            """;
        var removable = NeverRemoved.Contains(table) ? "false" : DroppedAfter.GetValueOrDefault(table);
        return removable is null ? sql : $"{sql} DROP POLICY IF EXISTS kept ON {table}; CREATE POLICY kept ON {table} AS RESTRICTIVE FOR DELETE USING ({removable});";
    }

    private static string RightsSql(PlatformDb db)
    {
        var sql = new StringBuilder($$"""
            CREATE OR REPLACE FUNCTION kyb_expect_one(met bigint) RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
              IF met <> 1 THEN RAISE EXCEPTION 'a row was changed or removed meanwhile' USING ERRCODE = 'KY409'; END IF;
            END $$;
            REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {{AppRole}};

            """);
        foreach (var table in Tables(db).Select(e => e.GetTableName()!))
        {
            var rights = AppendOnly.Contains(table) ? "SELECT, INSERT" : DroppedAfter.ContainsKey(table) ? "SELECT, INSERT, DELETE" : "SELECT, INSERT, UPDATE, DELETE";
            sql.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"GRANT {rights} ON {table} TO {AppRole};");
        }
        return sql.ToString();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
