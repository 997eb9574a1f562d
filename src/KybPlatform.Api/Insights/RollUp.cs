using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Insights;

/// <summary>
/// Adds what changed to the totals, a bite at a time: a change and what it adds commit together, so that a change is in the totals or still a change, and
/// whoever reads both at one moment misses nothing and counts nothing twice, whatever day it is of.
/// </summary>
internal sealed class RollUp(NpgsqlDataSource source) : ITenantSweep
{
    internal const int Bite = 5000;

    // Two workers would overwrite each other's sums: whoever comes second leaves it to the first.
    private const string Alone = "SELECT pg_try_advisory_xact_lock(hashtextextended('kyb.figures.' || $1::text, 0)) AND (EXISTS (SELECT FROM figure_changes WHERE tenant_id = $1) OR EXISTS (SELECT FROM decision_figures WHERE tenant_id = $1 AND NOT noted))";

    // Figures of a process that knows of no totals, and all that were there before them: they become changes, and learn what decided them.
    private const string Note = """
        WITH bite AS (SELECT decision_id FROM decision_figures WHERE tenant_id = $1 AND NOT noted LIMIT $2),
        noted AS (
            UPDATE decision_figures f SET noted = true, policy = coalesce(f.policy, d.policy_key), policy_version = coalesce(f.policy_version, d.policy_version),
                reviewer = coalesce(f.reviewer, CASE WHEN f.by_person THEN d.decided_by END),
                queue = coalesce(f.queue, c.queue_id)
            FROM bite s LEFT JOIN decisions d ON d.tenant_id = $1 AND d.id = s.decision_id LEFT JOIN cases c ON c.tenant_id = $1 AND c.decision_id = s.decision_id
            WHERE f.tenant_id = $1 AND f.decision_id = s.decision_id RETURNING f.decision_id)
        INSERT INTO figure_changes (tenant_id, decision_id, sign) SELECT $1, decision_id, 1 FROM noted
        """;

    private const string Take = $"""
        WITH taken AS (DELETE FROM figure_changes WHERE tenant_id = $1 AND (decision_id, sign) IN (SELECT decision_id, sign FROM figure_changes WHERE tenant_id = $1 LIMIT $2) RETURNING decision_id, sign)
        SELECT t.sign, {RawFigure.Columns} FROM taken t JOIN decision_figures f ON f.tenant_id = $1 AND f.decision_id = t.decision_id
        """;

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        int taken;
        do taken = await BiteAsync(connection, work.Tenant, ct);
        while (taken > 0);
    }

    private static async Task<int> BiteAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await MayAsync(connection, transaction, tenant, ct)) return 0;
        var (tally, taken) = (new Tally(), 0);
        await using (var note = OfABite(Note, connection, transaction, tenant)) await note.ExecuteNonQueryAsync(ct);
        await using (var take = OfABite(Take, connection, transaction, tenant))
        {
            await using var rows = await take.ExecuteReaderAsync(ct);
            for (; await rows.ReadAsync(ct); taken++) tally.Add(RawFigure.Read(rows, 1), rows.GetInt16(0));
        }
        await TotalRows.AddAsync(connection, transaction, tenant, tally, ct);
        await transaction.CommitAsync(ct);
        return taken;
    }

    private static NpgsqlCommand OfABite(string sql, NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Bite });
        return command;
    }

    private static async Task<bool> MayAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(TenantCommands.SettingTenant(tenant));
        var alone = new NpgsqlBatchCommand(Alone);
        alone.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        batch.BatchCommands.Add(alone);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await rows.NextResultAsync(ct);
        await rows.ReadAsync(ct);
        return rows.GetBoolean(0);
    }
}
