using System.Reflection;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Npgsql;

namespace KybPlatform.IntegrationTests.Tenancy;

/// <summary>The live database as the migrations leave it, measured rule by rule; and every rule measured by a database that breaks it.</summary>
public sealed class CatalogTests(TestPostgres postgres)
{
    /// <summary>Per rule, the pitfall planted as the owner of the schema could plant it.</summary>
    private static readonly (string Rule, string Planted)[] Pitfalls =
    [
        ("row_security_is_on_and_forced", "ALTER TABLE api_keys NO FORCE ROW LEVEL SECURITY"),
        ("row_security_is_on_and_forced", "ALTER TABLE api_keys DISABLE ROW LEVEL SECURITY"),
        ("row_security_is_on_and_forced", "CREATE TABLE forgotten (tenant_id uuid NOT NULL, id uuid, PRIMARY KEY (tenant_id, id))"),
        ("one_policy_for_all_commands_that_checks_reads_and_writes", "CREATE POLICY also ON api_keys USING (true)"),
        ("one_policy_for_all_commands_that_checks_reads_and_writes", "ALTER POLICY tenant ON api_keys USING (true)"),
        ("one_policy_for_all_commands_that_checks_reads_and_writes", "ALTER POLICY tenant ON api_keys WITH CHECK (true)"),
        ("one_policy_for_all_commands_that_checks_reads_and_writes", "ALTER POLICY tenant ON api_keys USING (tenant_id = current_setting('kyb.tenant')::uuid)"),
        ("every_owned_table_has_its_tenant", "CREATE TABLE forgotten (id uuid PRIMARY KEY)"),
        ("the_applications_role_is_nobody", "ALTER TABLE api_keys OWNER TO kyb_app"),
        ("the_applications_role_is_nobody", "GRANT CREATE ON SCHEMA public TO kyb_app"),
        ("no_views_no_rules_no_foreign_tables", "CREATE VIEW all_keys AS SELECT * FROM api_keys"),
        ("no_views_no_rules_no_foreign_tables", "CREATE MATERIALIZED VIEW all_keys AS SELECT * FROM api_keys"),
        ("no_functions_that_run_as_somebody_else", "CREATE FUNCTION all_keys() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM api_keys'"),
        ("no_triggers_of_our_own", "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON api_keys FOR EACH ROW EXECUTE FUNCTION f()"),
        ("no_counters", "ALTER TABLE api_keys ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY"),
        ("no_counters", "CREATE SEQUENCE numbers"),
        ("the_tenant_leads_every_unique_key", "CREATE UNIQUE INDEX ON api_keys (name)"),
        ("the_tenant_leads_every_unique_key", "CREATE UNIQUE INDEX ON api_keys (id, tenant_id)"),
        ("the_tenant_leads_every_foreign_key", "ALTER TABLE api_keys ADD UNIQUE (id); ALTER TABLE audit_entries ADD COLUMN key_id uuid REFERENCES api_keys (id)"),
        ("nothing_is_granted_but_rows", "GRANT TRUNCATE ON api_keys TO kyb_app"),
        ("nothing_is_granted_but_rows", "GRANT REFERENCES ON api_keys TO kyb_app"),
        ("nothing_is_granted_but_rows", "GRANT SELECT ON api_keys TO PUBLIC"),
        ("what_is_written_once_stays", "GRANT UPDATE ON audit_entries TO kyb_app"),
        ("what_is_written_once_stays", "GRANT DELETE ON audit_entries TO kyb_app"),
        ("what_is_written_once_stays", "GRANT UPDATE ON events TO kyb_app"),
        ("what_is_written_once_stays", "DROP POLICY kept ON events"),
        ("what_is_written_once_stays", "ALTER POLICY kept ON events USING (true)"),
        ("what_is_written_once_stays", "DROP POLICY kept ON decision_figures"),
        ("what_is_written_once_stays", "ALTER POLICY kept ON decision_figures USING (true)"),
        ("one_policy_for_all_commands_that_checks_reads_and_writes", "CREATE POLICY kept ON api_keys AS RESTRICTIVE FOR DELETE USING (true)"),
        ("row_security_can_use_every_index", "CREATE INDEX ON api_keys (tenant_id, coalesce(name, ''))"),
        ("history_of_the_schema_is_the_owners", "GRANT INSERT ON __ef_migrations_history TO kyb_app"),
        ("global_tables_hold_what_they_say", "ALTER TABLE jobs ADD COLUMN applicant text"),
    ];

    [Fact]
    public async Task The_schema_keeps_every_rule()
    {
        await using var database = await postgres.NewDatabaseAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnection);
        await using var connection = await owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var broken = new List<string>();
        foreach (var rule in CatalogLint.RuleNames)
            broken.AddRange((await CatalogLint.ViolationsAsync(connection, rule)).Select(v => $"{rule}: {v}"));

        broken.ShouldBeNone();
    }

    [Fact]
    public async Task Every_pitfall_is_seen_by_its_rule()
    {
        await using var database = await postgres.NewDatabaseAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnection);
        await using var connection = await owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var unseen = new List<string>();
        foreach (var (rule, planted) in Pitfalls)
        {
            // Nothing of it stays: what the database holds is undone together, definitions too.
            await using var undone = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var plant = new NpgsqlCommand(planted, connection)) await plant.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            if ((await CatalogLint.ViolationsAsync(connection, rule)).Count == 0) unseen.Add($"{rule}: {planted}");
        }
        unseen.ShouldBeNone();
    }

    [Fact]
    public void Every_rule_has_a_pitfall_that_it_was_seen_to_catch() =>
        Pitfalls.Select(p => p.Rule).Distinct().Should().BeEquivalentTo(CatalogLint.RuleNames);

    [Fact]
    public void The_list_of_global_tables_is_the_models_own()
    {
        using var db = new PlatformDb(PlatformDbOptions.ForMigrations(new NpgsqlConnection("Host=nowhere")), new TenantScope());
        var global = db.Model.GetEntityTypes().Where(e => e.ClrType.GetCustomAttribute<GlobalTableAttribute>() is not null).Select(e => (string)e["Relational:TableName"]!);

        CatalogLint.Global.Keys.Should().BeEquivalentTo([.. global, "__ef_migrations_history"]);
    }
}
