using Npgsql;

namespace KybPlatform.Benchmarks.Cases;

/// <summary>Cases and decisions by the million, made by the database: seven in ten resolved, over 90 days, ten queues, forty countries.</summary>
internal static class CaseRows
{
    // An id of version 7 that is as old as its row.
    private const string Id = "(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 3) || substr(md5(i || 'x'), 1, 12))::uuid";

    private const string Cases = $"""
        INSERT INTO cases (tenant_id, id, version, status, country, sender_type, reasons, priority, queue_id, assignee, assigned_at, four_eyes, undo_minutes, target_seconds, used_seconds, running_since,
            due_at, waited_seconds, sealed_for, checklist, created_by, created_at, updated_at, resolved_at, resolution)
        SELECT $1, {Id}, 1, status, 'C' || abs(hashint4(i + 1) % 40), 'S' || abs(hashint4(i + 2) % 5), ARRAY['risk_review'], i % 3, queue, CASE WHEN status = 'in_progress' THEN 'usr_' || i % 100 END, at, false, 15, 14400, 0, CASE WHEN status <> 'resolved' THEN at END,
            CASE WHEN status <> 'resolved' THEN at + interval '4 hours' END, 0, {Id}, '{"{}"}', 'automation', at, at, CASE WHEN status = 'resolved' THEN at + interval '2 hours' END, CASE WHEN status = 'resolved' THEN 'approve' END
        FROM (SELECT i, now() - interval '90 days' * (i::float8 / $2) AS at, (SELECT array_agg(id ORDER BY key) FROM case_queues WHERE tenant_id = $1 AND key LIKE 'q_') queues,
            CASE WHEN abs(hashint4(i) % 10) < 7 THEN 'resolved' WHEN abs(hashint4(i) % 10) < 9 THEN 'open' WHEN i % 2 = 0 THEN 'in_progress' ELSE 'waiting' END status FROM generate_series(1, $2) i) g,
            LATERAL (SELECT queues[1 + i % 10] queue) q
        """;

    private const string Figures = $"""
        INSERT INTO decision_figures (tenant_id, decision_id, at, country, sender_type, outcome, by_person, straight_through, wall_ms, own_ms, reasons, policy, policy_version, reviewer, forgotten, noted)
        SELECT $1, {Id}, at, 'C' || i % 40, 'S' || i % 5, CASE WHEN i % 10 < 7 THEN 'approve' WHEN i % 10 < 8 THEN 'decline' WHEN i % 10 < 9 THEN 'review' ELSE 'request_information' END, i % 10 = 3, i % 10 < 6,
            (hashint8(i)::bigint + 2147483648) / 20000, (hashint8(i)::bigint + 2147483648) / 40000, ARRAY['risk_review'], 'policy.' || i % 40, 1 + i * 3 / $2, CASE WHEN i % 10 = 3 THEN 'usr_' || i % 50 END, false, true
        FROM (SELECT i, now() - interval '90 days' * (i::float8 / $2) AS at FROM generate_series(1, $2) i) g
        """;

    private const string Changes = "INSERT INTO figure_changes (tenant_id, decision_id, sign) SELECT tenant_id, decision_id, 1 FROM decision_figures WHERE tenant_id = $1 AND $2 > 0";

    private const string Singly = """
        SELECT country, sender_type, count(*), count(*) FILTER (WHERE outcome = 'approve'), count(*) FILTER (WHERE outcome = 'decline'),
            percentile_disc(ARRAY[0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY wall_ms) FILTER (WHERE outcome IN ('approve', 'decline')),
            percentile_disc(ARRAY[0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY own_ms) FILTER (WHERE outcome IN ('approve', 'decline'))
        FROM (SELECT country COLLATE "C" country, sender_type COLLATE "C" sender_type, outcome, wall_ms, own_ms FROM decision_figures WHERE tenant_id = $1) f
        GROUP BY GROUPING SETS ((), (country, sender_type))
        """;

    public static async Task InsertAsync(string owner, Guid tenant, int size)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync();
        // Decisions that nobody made have no rows to refer to.
        await using (var past = new NpgsqlCommand("SET session_replication_role = replica", connection)) await past.ExecuteNonQueryAsync();
        foreach (var sql in (string[])[Cases, Figures, Changes])
        {
            await using var insert = new NpgsqlCommand(sql, connection) { CommandTimeout = 1200 };
            insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant });
            insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
            await insert.ExecuteNonQueryAsync();
        }
        foreach (var table in (string[])["cases", "decision_figures", "figure_changes"])
        {
            await using var analyze = new NpgsqlCommand($"VACUUM ANALYZE {table}", connection) { CommandTimeout = 600 };
            await analyze.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The same figures from single rows, as exact as they get: how long that takes without totals.</summary>
    public static async Task CountSinglyAsync(NpgsqlConnection connection, Guid tenant)
    {
        await using (var memory = new NpgsqlCommand("SET work_mem = '64MB'", connection)) await memory.ExecuteNonQueryAsync();
        await using var count = new NpgsqlCommand(Singly, connection) { CommandTimeout = 600 };
        count.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant });
        await count.ExecuteNonQueryAsync();
    }
}
