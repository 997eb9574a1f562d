using System.Globalization;
using System.Text;
using Npgsql;

namespace KybPlatform.Benchmarks.Load;

/// <summary>
/// Makes a pgbench script that writes the very rows that the product wrote, in one pipelined transaction under the same role and
/// the same row-level security: every id of the sample is replaced by one that differs with each transaction. The document was
/// uploaded before, and is left out.
/// </summary>
internal static class RowScript
{
    // Parents first, as foreign keys ask; what is not named comes last in any order.
    private static readonly string[] First = ["business_profiles", "individual_profiles", "people", "inquiries", "decisions", "sender_registrations"];

    public static async Task<(string Script, int Rows)> OfTenantAsync(NpgsqlDataSource owner, Guid tenant, bool read = false)
    {
        var tables = new List<string>();
        await using (var list = owner.CreateCommand(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id' AND table_name NOT IN ('api_keys', 'api_key_directory', 'event_heads', 'policy_contents', 'documents')"))
        await using (var rows = await list.ExecuteReaderAsync())
            while (await rows.ReadAsync()) tables.Add(rows.GetString(0));
        var ids = new Dictionary<string, string>();
        var inserts = new StringBuilder();
        var count = 0;
        foreach (var table in tables.OrderBy(t => Array.IndexOf(First, t) is var i && i < 0 ? 99 : i).ThenBy(t => t, StringComparer.Ordinal))
            count += await InsertsAsync(owner, table, tenant, ids, inserts);
        var script = new StringBuilder("\\set r random(1, 281474976710655)\n\\startpipeline\nBEGIN;\n")
            .Append(CultureInfo.InvariantCulture, $"SELECT set_config('kyb.tenant', '{tenant}', true);\n").Append(inserts).Append("COMMIT;\n\\endpipeline\n");
        return (script.ToString(), count);
    }

    private static async Task<int> InsertsAsync(NpgsqlDataSource owner, string table, Guid tenant, Dictionary<string, string> ids, StringBuilder script)
    {
        await using var select = owner.CreateCommand($"SELECT * FROM {table} WHERE tenant_id = '{tenant}'{(table is "audit_entries" or "events" or "outbox" ? " AND resource NOT LIKE 'doc_%'" : "")}");
        await using var rows = await select.ExecuteReaderAsync();
        var count = 0;
        while (await rows.ReadAsync())
        {
            var names = new List<string>();
            var values = new List<string>();
            for (var i = 0; i < rows.FieldCount; i++)
            {
                names.Add(rows.GetName(i));
                values.Add(Literal(rows, i, tenant, ids, table));
            }
            script.Append(CultureInfo.InvariantCulture, $"INSERT INTO {table} ({string.Join(", ", names)}) VALUES ({string.Join(", ", values)});\n");
            count++;
        }
        return count;
    }

    private static string Literal(NpgsqlDataReader row, int i, Guid tenant, Dictionary<string, string> ids, string table)
    {
        if (row.IsDBNull(i)) return "NULL";
        return row.GetDataTypeName(i) switch
        {
            "uuid" => row.GetGuid(i) == tenant ? $"'{tenant}'" : Id(row.GetGuid(i), ids),
            "uuid[]" => "ARRAY[" + string.Join(", ", row.GetFieldValue<Guid[]>(i).Select(g => Id(g, ids))) + "]::uuid[]",
            "bytea" => table == "profile_identifiers" && row.GetName(i) == "value_hash" ? "decode(lpad(to_hex(:r::bigint), 32, '0'), 'hex')" : $"'\\x{Convert.ToHexStringLower(row.GetFieldValue<byte[]>(i))}'",
            "timestamp with time zone" => $"'{row.GetFieldValue<DateTimeOffset>(i).UtcDateTime.ToString("o", CultureInfo.InvariantCulture)}'",
            "text[]" => "ARRAY[" + string.Join(", ", row.GetFieldValue<string[]>(i).Select(Quote)) + "]::text[]",
            "bigint" when row.GetName(i) == "position" => string.Create(CultureInfo.InvariantCulture, $":r::bigint + {row.GetInt64(i)}"),
            "integer" or "bigint" => Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture)!,
            "boolean" => row.GetBoolean(i) ? "true" : "false",
            "interval" => $"'{row.GetTimeSpan(i)}'",
            "jsonb" => Quote(row.GetString(i)) + "::jsonb",
            "text" when row.GetName(i) == "key" && table == "idempotency_keys" => $"{Quote(row.GetString(i))} || :r::text",
            "text" => Quote(row.GetString(i)),
            var other => throw new NotSupportedException(other),
        };
    }

    // The same id becomes the same expression wherever it stands, so that references hold.
    private static string Id(Guid id, Dictionary<string, string> ids)
    {
        var key = id.ToString();
        if (!ids.TryGetValue(key, out var expression))
            ids[key] = expression = string.Create(CultureInfo.InvariantCulture, $"('{ids.Count + 1:x8}-0000-7000-8000-' || lpad(to_hex(:r::bigint), 12, '0'))::uuid");
        return expression;
    }

    // pgbench reads ':name' as a variable even inside quotes: a colon before a letter or digit is written as an escape.
    private static string Quote(string text) =>
        "E'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace(":", "\\x3a", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "'";
}
