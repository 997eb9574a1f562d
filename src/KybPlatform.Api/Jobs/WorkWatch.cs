using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Jobs that are late or dead, and events that wait for their position. By the database's clock, whatever the tenant's says.</summary>
internal sealed class WorkWatch(NpgsqlDataSource source) : ITenantWatch, IPlatformWatch
{
    // Without a tenant: of all of them.
    private const string Late = """
        SELECT 'jobs_late', kind, count(*), min(due_at) FROM jobs
        WHERE dead_at IS NULL AND due_at < clock_timestamp() - interval '1 minute' AND ($1::uuid IS NULL OR tenant_id = $1) GROUP BY kind
        """;

    private const string Dead = "SELECT 'jobs_dead', kind, count(*), min(dead_at) FROM jobs WHERE dead_at IS NOT NULL AND ($1::uuid IS NULL OR tenant_id = $1) GROUP BY kind";

    // Ids follow time, and a test tenant's clock does not.
    private const string Events = """
        SELECT 'events_late', 'outbox', count(*), min(recorded_at) FROM outbox
        WHERE recorded_at < clock_timestamp() - interval '1 minute' AND ($1::uuid IS NULL OR tenant_id = $1) HAVING count(*) > 0
        """;

    public Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct) => LookAsync(work.Tenant.Value, ct);

    public Task<IReadOnlyList<Sighting>> LookAsync(DateTimeOffset now, CancellationToken ct) => LookAsync((Guid?)null, ct);

    private async Task<IReadOnlyList<Sighting>> LookAsync(Guid? tenant, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        foreach (var sql in (ReadOnlySpan<string>)[Late, Dead, Events])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)tenant ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
            batch.BatchCommands.Add(command);
        }
        var seen = new List<Sighting>();
        await using var rows = await batch.ExecuteReaderAsync(ct);
        do
        {
            while (await rows.ReadAsync(ct)) seen.Add(new Sighting(rows.GetString(0), rows.GetString(1), rows.GetInt64(2), rows.GetFieldValue<DateTimeOffset>(3)));
        }
        while (await rows.NextResultAsync(ct));
        return seen;
    }
}
