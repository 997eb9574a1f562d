using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>A lane that this process holds.</summary>
/// <param name="Position">Where it stood when it was last read or written.</param>
internal sealed record HeldLane(TenantId Tenant, Guid Endpoint, Guid Lease, long Position, long Head, int Failures)
{
    public bool IsFailing => Failures >= Pauses.Opens;
}

/// <summary>Takes lanes that are due, the longest due first: whoever had its turn stands behind the others.</summary>
internal sealed class Lanes(NpgsqlDataSource source, WebhookLimits limits, TimeProvider clock)
{
    private static readonly string Claim = $"""
        WITH due AS (
            SELECT tenant_id, endpoint_id FROM webhook_lanes
            WHERE due_at <= now() AND leased_until <= now() AND (failures < {Pauses.Opens} OR $4)
            ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        )
        UPDATE webhook_lanes l SET lease = $2, leased_until = now() + $3
        FROM due WHERE l.tenant_id = due.tenant_id AND l.endpoint_id = due.endpoint_id
        RETURNING l.tenant_id, l.endpoint_id, l.position, l.head, l.failures
        """;

    /// <param name="failingToo">False where enough hands are with failing ones already.</param>
    public async Task<IReadOnlyList<HeldLane>> TakeAsync(int most, bool failingToo, CancellationToken ct)
    {
        var lease = Uuid7.New(clock.GetUtcNow());
        await using var command = source.CreateCommand(Claim);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = limits.Lease });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = failingToo });
        var lanes = new List<HeldLane>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            lanes.Add(new HeldLane(new TenantId(rows.GetGuid(0)), rows.GetGuid(1), lease, rows.GetInt64(2), rows.GetInt64(3), rows.GetInt32(4)));
        return lanes;
    }
}
