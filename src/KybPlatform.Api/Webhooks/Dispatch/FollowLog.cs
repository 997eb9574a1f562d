using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Npgsql;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>Tells a tenant's lanes how far its log has come, in the transaction that brings it there. A lane that fails keeps its pause.</summary>
internal sealed class FollowLog(Signals signals) : IFollowsEvents
{
    private static readonly string Follow = $"""
        UPDATE webhook_lanes l SET head = h.position,
            due_at = CASE WHEN l.failures < {Pauses.Opens} OR l.due_at IS NULL THEN least(l.due_at, clock_timestamp()) ELSE l.due_at END
        FROM event_heads h WHERE h.tenant_id = $1 AND l.tenant_id = $1 AND l.head < h.position
        """;

    public IEnumerable<NpgsqlBatchCommand> Commands(TenantId tenant)
    {
        var follow = new NpgsqlBatchCommand(Follow);
        follow.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        yield return follow;
    }

    public void Placed() => signals.Deliveries.Wake();
}
