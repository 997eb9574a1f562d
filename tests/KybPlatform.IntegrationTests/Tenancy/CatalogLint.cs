using Npgsql;

namespace KybPlatform.IntegrationTests.Tenancy;

/// <summary>
/// What the live catalogue must not hold if no tenant is to see another: one query a rule, each row a violation. A table belongs to
/// tenants unless it is on the short list of global ones; a new table is therefore looked at the day it appears.
/// </summary>
internal static class CatalogLint
{
    /// <summary>The global tables with all that they may hold: ids, kinds, due times and hashes, published sanctions lists and registers of companies, shipped policies, and what the platform's operator calls customers.</summary>
    public static IReadOnlyDictionary<string, string[]> Global { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["__ef_migrations_history"] = ["migration_id", "product_version"],
        ["api_key_directory"] = ["hash", "key_id", "tenant_id"],
        ["dataset_imports"] = ["bytes", "chain", "complete", "created_at", "created_by", "dataset_key", "exhaustive", "format", "id", "mapping", "max_age_days", "note", "published_at", "publisher", "ready_at", "records", "schemes", "skipped", "state"],
        ["dataset_numbers"] = ["import_id", "record_number", "scheme", "value"],
        ["dataset_records"] = ["content", "import_id", "number"],
        ["concerns"] = ["count", "kind", "since", "subject", "tenant_id"],
        ["job_slots"] = ["job_id", "kind", "lease", "slot", "until"],
        ["jobs"] = ["attempts", "dead_at", "due_at", "fault", "id", "kind", "lease", "subject", "tenant_id", "turn_at"],
        ["master_key_check"] = ["digest", "id"],
        ["organizations"] = ["created_at", "id", "name"],
        ["outbox"] = ["depth", "event_id", "occurred_at", "parent", "recorded_at", "resource", "tenant_id", "type"],
        ["policy_layers"] = ["changed_at", "pack_version", "pinned_at", "tenant_id", "version"],
        ["policy_pack_shipments"] = ["at", "id", "version"],
        ["policy_packs"] = ["documents", "kept_at", "version"],
        ["schedules"] = ["cron", "key", "kind", "last_at", "next_at", "subject", "tenant_id", "unread_until", "zone"],
        ["screening_files"] = ["content", "name", "number", "snapshot_id"],
        ["screening_snapshots"] = ["complete", "entity_count", "id", "imported_at", "imported_by", "list_key", "published_at", "publisher", "sha256", "warning_count"],
        ["screening_sources"] = ["checked_at", "due_at", "etag", "failures", "fault", "list_key", "snapshot_id"],
        ["webhook_lanes"] = ["due_at", "endpoint_id", "failing_since", "failures", "head", "lease", "leased_until", "position", "tenant_id"],
        ["tenants"] = ["clock_offset", "created_at", "id", "mode", "organization_id", "weight"],
    };

    private const string Owned = "c.relkind IN ('r', 'p') AND n.nspname = 'public' AND NOT c.relname = ANY (@global)";

    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
        ["row_security_is_on_and_forced"] = $"""
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE {Owned} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            """,
        ["one_policy_for_all_commands_that_checks_reads_and_writes"] = $"""
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE {Owned} AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polpermissive
                AND pg_get_expr(p.polqual, c.oid) LIKE '%tenant_id = %NULLIF(current_setting(''kyb.tenant''::text, true), ''''::text)%'
                AND pg_get_expr(p.polwithcheck, c.oid) = pg_get_expr(p.polqual, c.oid))
            UNION ALL
            SELECT c.relname || '.' || p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
            WHERE p.polname <> 'tenant' AND NOT (c.relname IN ('events', 'decision_figures') AND p.polname = 'kept' AND NOT p.polpermissive)
            """,
        ["every_owned_table_has_its_tenant"] = $"""
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE {Owned} AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.atttypid = 'uuid'::regtype AND a.attnotnull)
            """,
        ["the_applications_role_is_nobody"] = """
            SELECT 'attribute of ' || rolname FROM pg_roles WHERE rolname = @app AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)
            UNION ALL SELECT 'owns ' || relname FROM pg_class WHERE relowner = @app::regrole
            UNION ALL SELECT 'is a member of ' || roleid::regrole FROM pg_auth_members WHERE member = @app::regrole
            UNION ALL SELECT 'may create in ' || nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' AND has_schema_privilege(@app, oid, 'CREATE')
            """,
        ["no_views_no_rules_no_foreign_tables"] = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm', 'f')
            UNION ALL SELECT rulename FROM pg_rules WHERE schemaname = 'public'
            """,
        ["no_functions_that_run_as_somebody_else"] = """
            SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND (p.prosecdef OR p.proleakproof)
            """,
        ["no_triggers_of_our_own"] = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        ["no_counters"] = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'S'
            UNION ALL SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND a.attidentity <> ''
            """,
        ["the_tenant_leads_every_unique_key"] = $"""
            SELECT c.relname || ': ' || i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE {Owned} AND i.indisunique
              AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnum = i.indkey[0])
            """,
        ["the_tenant_leads_every_foreign_key"] = $"""
            SELECT c.relname || ': ' || f.conname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE {Owned} AND f.contype = 'f' AND NOT EXISTS (
                SELECT FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[1]
                WHERE a.attrelid = f.conrelid AND a.attnum = f.conkey[1] AND a.attname = 'tenant_id' AND (b.attname = 'tenant_id' OR f.confrelid = 'tenants'::regclass))
            """,
        ["nothing_is_granted_but_rows"] = """
            SELECT c.relname || ': ' || x.grantee::regrole || ' ' || x.privilege_type FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) x
            WHERE n.nspname = 'public' AND x.grantee <> c.relowner AND (x.grantee = 0 OR x.is_grantable OR x.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
            """,
        ["what_is_written_once_stays"] = """
            SELECT t || ': ' || p FROM unnest(ARRAY['audit_entries', 'events']) t, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p WHERE has_table_privilege(@app, t, p) AND (t, p) <> ('events', 'DELETE')
            UNION ALL SELECT 'events: DELETE of what is not old' WHERE NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = 'events'::regclass AND p.polname = 'kept'
                AND NOT p.polpermissive AND p.polcmd = 'd' AND pg_get_expr(p.polqual, p.polrelid) LIKE '(occurred_at < (now() - ''90 days''::interval))')
            UNION ALL SELECT 'decision_figures: DELETE' WHERE NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = 'decision_figures'::regclass AND p.polname = 'kept'
                AND NOT p.polpermissive AND p.polcmd = 'd' AND pg_get_expr(p.polqual, p.polrelid) = 'false')
            """,
        // What a coalesce tells of its rows PostgreSQL does not know, so under row security it asks the index nothing and reads all rows that the tenant has.
        ["row_security_can_use_every_index"] = $"""
            SELECT c.relname || ': ' || i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE {Owned} AND pg_get_expr(i.indexprs, i.indrelid) LIKE '%COALESCE(%'
            """,
        ["history_of_the_schema_is_the_owners"] = """
            SELECT p FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) p WHERE has_table_privilege(@app, '__ef_migrations_history', p)
            """,
    };

    public static IEnumerable<string> RuleNames => [.. Rules.Keys, "global_tables_hold_what_they_say"];

    public static async Task<IReadOnlyList<string>> ViolationsAsync(NpgsqlConnection connection, string rule)
    {
        if (!Rules.TryGetValue(rule, out var sql)) return await StrayColumnsAsync(connection);
        await using var command = new NpgsqlCommand(sql, connection);
        if (sql.Contains("@global", StringComparison.Ordinal)) command.Parameters.AddWithValue("global", Global.Keys.ToArray());
        if (sql.Contains("@app", StringComparison.Ordinal)) command.Parameters.AddWithValue("app", Api.Persistence.DatabaseSetup.AppRole);
        return await RowsAsync(command);
    }

    private static async Task<IReadOnlyList<string>> StrayColumnsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY (@global)", connection);
        command.Parameters.AddWithValue("global", Global.Keys.ToArray());
        var there = await RowsAsync(command);
        var allowed = Global.SelectMany(t => t.Value, (t, column) => $"{t.Key}.{column}").ToList();
        return [.. there.Except(allowed), .. allowed.Except(there).Select(c => $"{c} is gone")];
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(NpgsqlCommand command)
    {
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) rows.Add(reader.GetString(0));
        return rows;
    }
}
