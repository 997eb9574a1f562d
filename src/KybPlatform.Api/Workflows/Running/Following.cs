using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Npgsql;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>
/// Promises a job for a tenant whose log has something that a workflow begins with or waits for, in the transaction that gives events their positions.
/// A log without any costs one statement, and no job.
/// </summary>
internal sealed class Following(Signals signals, TimeProvider clock) : IFollowsEvents
{
    // A tenant that is older than its workflows begins with what happens from now on: at most what happened in the last minutes is caught up with.
    private const string Begin = """
        INSERT INTO workflow_followers (tenant_id, head, position, promised, events)
        SELECT $1, s.position, s.position, false, '{}' FROM (
            SELECT coalesce((SELECT min(e.position) - 1 FROM events e WHERE e.tenant_id = $1 AND e.event_id > $2), h.position) AS position FROM event_heads h WHERE h.tenant_id = $1) s
        WHERE NOT EXISTS (SELECT FROM workflow_followers WHERE tenant_id = $1) ON CONFLICT DO NOTHING
        """;

    private const string Follow = """
        WITH known AS (
            SELECT head, position, promised, events FROM workflow_followers WHERE tenant_id = $1 FOR UPDATE
        ), news AS (
            SELECT h.position AS head, k.position, k.promised,
                EXISTS (SELECT FROM events e WHERE e.tenant_id = $1 AND e.position > k.head AND (e.type = ANY ($3) OR e.type = ANY (k.events))) AS interesting
            FROM known k, event_heads h WHERE h.tenant_id = $1 AND h.position > k.head
        ), told AS (
            INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts)
            SELECT $1, $2, 'workflows.follow', $1, clock_timestamp(), clock_timestamp() + interval '30 seconds', $4, 0 FROM news WHERE interesting AND NOT promised
        )
        UPDATE workflow_followers f SET head = n.head, promised = f.promised OR n.interesting,
            position = CASE WHEN f.promised OR n.interesting THEN f.position ELSE n.head END
        FROM news n WHERE f.tenant_id = $1
        """;

    private static readonly string[] Shipped = [.. ShippedWorkflows.Events];

    public IEnumerable<NpgsqlBatchCommand> Commands(TenantId tenant)
    {
        var now = clock.GetUtcNow();
        var begin = new NpgsqlBatchCommand(Begin);
        begin.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        begin.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Uuid7.Last(now - TimeSpan.FromMinutes(5)) });
        yield return begin;
        var follow = new NpgsqlBatchCommand(Follow);
        follow.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        follow.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Uuid7.New(now) });
        follow.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Shipped });
        follow.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        yield return follow;
    }

    public void Placed() => signals.Jobs.Set();

    /// <summary>From the commit on, events of these types are looked at.</summary>
    public static NpgsqlBatchCommand Listen(TenantId tenant, IReadOnlyCollection<string> events)
    {
        var listen = new NpgsqlBatchCommand("""
            INSERT INTO workflow_followers (tenant_id, head, position, promised, events)
            SELECT $1, coalesce((SELECT position FROM event_heads WHERE tenant_id = $1), 0), coalesce((SELECT position FROM event_heads WHERE tenant_id = $1), 0), false, $2
            ON CONFLICT (tenant_id) DO UPDATE SET events = ARRAY(SELECT DISTINCT unnest(workflow_followers.events || excluded.events) ORDER BY 1)
            WHERE NOT workflow_followers.events @> excluded.events
            """);
        listen.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        listen.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. events] });
        return listen;
    }

    /// <summary>What was read is weighed, with the commit; the same job goes on where the log has more.</summary>
    /// <param name="from">Where it stood when it was read: another who was faster makes this one stale.</param>
    public static NpgsqlBatchCommand Move(TenantId tenant, long from, long to, DateTimeOffset now)
    {
        var move = new NpgsqlBatchCommand("""
            WITH moved AS (
                UPDATE workflow_followers SET position = $3, promised = head > $3 WHERE tenant_id = $1 AND position = $2 RETURNING promised
            ), again AS (
                INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts)
                SELECT $1, $4, 'workflows.follow', $1, clock_timestamp(), clock_timestamp() + interval '30 seconds', $5, 0 FROM moved WHERE promised
            )
            SELECT kyb_expect_one(count(*)) FROM moved
            """);
        move.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        move.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Uuid7.New(now) });
        move.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        return move;
    }
}
