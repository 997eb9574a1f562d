using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>A lane that this process holds.</summary>
/// <param name="Position">Where it stood when it was last read or written.</param>
/// <param name="DueAt">When it was taken for due: whoever asks for it meanwhile sets another time.</param>
internal sealed record HeldLane(TenantId Tenant, Guid Endpoint, Guid Lease, long Position, long Head, int Failures, DateTimeOffset DueAt)
{
    public bool IsFailing => Failures >= Pauses.Opens;

    /// <summary>Nothing has come through since the last failure: it may hold its hand for as long as an attempt lasts.</summary>
    public bool IsDoubtful => Failures > 0;
}

/// <summary>Takes lanes that are due, the longest due first: whoever had its turn stands behind the others. Of doubtful ones so many and no more.</summary>
internal sealed class Lanes(NpgsqlDataSource source, WebhookLimits limits, TimeProvider clock)
{
    private const string Claim = """
        WITH sound AS (
            SELECT tenant_id, endpoint_id, due_at FROM webhook_lanes WHERE due_at <= now() AND leased_until <= now() AND failures = 0
            ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        ), doubtful AS (
            SELECT tenant_id, endpoint_id, due_at FROM webhook_lanes WHERE due_at <= now() AND leased_until <= now() AND failures > 0
            ORDER BY due_at LIMIT least($1, $4) FOR UPDATE SKIP LOCKED
        ), due AS (
            SELECT tenant_id, endpoint_id FROM (SELECT * FROM sound UNION ALL SELECT * FROM doubtful) b ORDER BY due_at LIMIT $1
        )
        UPDATE webhook_lanes l SET lease = $2, leased_until = now() + $3
        FROM due WHERE l.tenant_id = due.tenant_id AND l.endpoint_id = due.endpoint_id
        RETURNING l.tenant_id, l.endpoint_id, l.position, l.head, l.failures, l.due_at
        """;

    /// <param name="doubtful">How many of those whose last attempt failed at most.</param>
    public async Task<IReadOnlyList<HeldLane>> TakeAsync(int most, int doubtful, CancellationToken ct)
    {
        var lease = Uuid7.New(clock.GetUtcNow());
        await using var command = source.CreateCommand(Claim);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = limits.Lease });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Max(0, doubtful) });
        var lanes = new List<HeldLane>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            lanes.Add(new HeldLane(new TenantId(rows.GetGuid(0)), rows.GetGuid(1), lease, rows.GetInt64(2), rows.GetInt64(3), rows.GetInt32(4), rows.GetFieldValue<DateTimeOffset>(5)));
        return lanes;
    }
}
