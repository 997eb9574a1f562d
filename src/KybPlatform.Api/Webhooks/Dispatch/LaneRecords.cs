using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>How one parcel stands after an attempt.</summary>
/// <param name="Attempt">Null while it is still under way.</param>
internal sealed record Sent(Parcel Parcel, Attempt? Attempt);

/// <summary>What a lane is after a load was written down.</summary>
internal sealed record LaneState(long Position, long Head, int Failures, DateTimeOffset? FailingSince);

/// <summary>Writes down a whole load in one transaction: its deliveries, and how far the lane has come. Refused where the lane is held by somebody else by now.</summary>
internal sealed class LaneRecords(NpgsqlDataSource source, WebhookLimits limits, TimeProvider clock)
{
    // Three days of failures are counted from when somebody asked for the delivery, or it was first tried.
    private const string Write = """
        INSERT INTO webhook_deliveries (tenant_id, id, endpoint_id, event_id, position, type, trigger, status, attempts, created_at, last_attempt_at, next_attempt_at, response_status, fault, excerpt, duration_ms)
        SELECT $1, u.id, $2, u.event_id, u.position, u.type, 'event', u.status, u.attempts, u.created_at, u.at, clock_timestamp() + u.pause, u.response, u.fault, u.excerpt, u.took
        FROM unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::int[], $9::timestamptz[], $10::timestamptz[], $11::interval[], $12::int[], $13::text[], $14::text[], $15::int[])
            AS u (id, event_id, position, type, status, attempts, created_at, at, pause, response, fault, excerpt, took)
        ON CONFLICT (tenant_id, id) DO UPDATE SET status = excluded.status, attempts = excluded.attempts, last_attempt_at = excluded.last_attempt_at, next_attempt_at = excluded.next_attempt_at,
            response_status = excluded.response_status, fault = excluded.fault, excerpt = excluded.excerpt, duration_ms = excluded.duration_ms
        WHERE webhook_deliveries.status = 'pending'
        """;

    // A position that was set back meanwhile stays where it was set.
    private const string Move = """
        WITH moved AS (
            UPDATE webhook_lanes SET position = CASE WHEN position = $4 THEN $5 ELSE position END, failures = $6,
                failing_since = CASE WHEN $6 = 0 THEN NULL ELSE coalesce(failing_since, clock_timestamp()) END, leased_until = clock_timestamp() + $7
            WHERE tenant_id = $1 AND endpoint_id = $2 AND lease = $3 RETURNING position, head, failures, failing_since
        ) SELECT max(position), max(head), max(failures), max(failing_since), kyb_expect_one(count(*)) FROM moved
        """;

    // Who asked for it while it was held is heeded, whatever the pause.
    private const string Release = """
        UPDATE webhook_lanes l SET lease = $4, leased_until = clock_timestamp(), due_at = CASE
            WHEN due_at > $6 THEN due_at
            WHEN head > position THEN clock_timestamp() + $5
            ELSE (SELECT greatest(min(next_attempt_at), CASE WHEN count(*) > 0 THEN clock_timestamp() + $5 END)
                  FROM webhook_deliveries d WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.status = 'pending') END
        WHERE tenant_id = $1 AND endpoint_id = $2 AND lease = $3
        """;

    /// <returns>Null where somebody else holds the lane: it sends again what was not written down.</returns>
    public async Task<LaneState?> WriteAsync(HeldLane lane, IReadOnlyList<Sent> sent, long position, int failures, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(TenantCommands.SettingTenant(lane.Tenant));
        batch.BatchCommands.Add(Moving(lane, position, failures));
        if (sent.Count > 0) batch.BatchCommands.Add(Writing(lane.Tenant, lane.Endpoint, sent));
        try
        {
            await using var rows = await batch.ExecuteReaderAsync(ct);
            await rows.NextResultAsync(ct);
            await rows.ReadAsync(ct);
            var state = new LaneState(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt32(2), rows.IsDBNull(3) ? null : rows.GetFieldValue<DateTimeOffset>(3));
            // Nothing is committed before the last statement has ended.
            while (await rows.NextResultAsync(ct)) { }
            return state;
        }
        catch (PostgresException lost) when (lost.SqlState is BatchCommit.StaleState)
        {
            return null;
        }
    }

    /// <summary>What ended after its load was written down.</summary>
    public async Task WriteLateAsync(HeldLane lane, Sent sent)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(TenantCommands.SettingTenant(lane.Tenant));
        batch.BatchCommands.Add(Writing(lane.Tenant, lane.Endpoint, [sent]));
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <param name="pause">How long the lane is let be at least.</param>
    public async Task ReleaseAsync(HeldLane lane, TimeSpan pause)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(TenantCommands.SettingTenant(lane.Tenant));
        var release = new NpgsqlBatchCommand(Release);
        Name(release, lane.Tenant, lane.Endpoint);
        release.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lane.Lease });
        release.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        release.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pause });
        release.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = lane.DueAt });
        batch.BatchCommands.Add(release);
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private NpgsqlBatchCommand Moving(HeldLane lane, long position, int failures)
    {
        var move = new NpgsqlBatchCommand(Move);
        Name(move, lane.Tenant, lane.Endpoint);
        move.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lane.Lease });
        move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lane.Position });
        move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        move.Parameters.Add(new NpgsqlParameter<int> { TypedValue = failures });
        move.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = limits.Lease });
        return move;
    }

    private NpgsqlBatchCommand Writing(TenantId tenant, Guid endpoint, IReadOnlyList<Sent> sent)
    {
        var now = Instants.Truncate(clock.GetUtcNow());
        var stands = sent.Select(s => Stands(s, now)).ToArray();
        var write = new NpgsqlBatchCommand(Write);
        Name(write, tenant, endpoint);
        Add(sent, s => s.Parcel.Delivery.Value);
        Add(sent, s => s.Parcel.Event);
        Add(sent, s => s.Parcel.Position);
        Add(sent, s => s.Parcel.Type);
        Add(stands, s => SnakeCase.Of(s.Status));
        Add(sent, s => s.Parcel.Attempts + 1);
        Add(sent, s => s.Parcel.CreatedAt);
        Add(sent, _ => now);
        Add(stands, s => s.Pause);
        Add(sent, s => s.Attempt?.Status);
        Add(sent, s => s.Attempt?.Fault);
        Add(sent, s => s.Attempt?.Excerpt);
        Add(sent, s => s.Attempt?.Milliseconds);
        return write;

        void Add<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) => write.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. rows.Select(value)] });
    }

    // What is under way counts as tried, and is tried again if nobody says how it ended.
    private (WebhookDeliveryStatus Status, TimeSpan? Pause) Stands(Sent sent, DateTimeOffset now)
    {
        if (sent.Attempt is null) return (WebhookDeliveryStatus.Pending, limits.Timeout + TimeSpan.FromSeconds(5));
        if (sent.Attempt.Delivered) return (WebhookDeliveryStatus.Delivered, null);
        if (sent.Parcel.News is null) return (WebhookDeliveryStatus.Exhausted, null);
        var pause = Pauses.AfterAttempt(sent.Parcel.Attempts + 1, now - sent.Parcel.CreatedAt, sent.Attempt.RetryAfter, Random.Shared.NextDouble(), limits);
        return pause is null ? (WebhookDeliveryStatus.Exhausted, null) : (WebhookDeliveryStatus.Pending, pause);
    }

    private static void Name(NpgsqlBatchCommand command, TenantId tenant, Guid endpoint)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = endpoint });
    }
}
