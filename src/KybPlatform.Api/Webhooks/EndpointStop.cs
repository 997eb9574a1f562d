using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Webhooks;

/// <summary>Ends deliveries to an endpoint in the unit of work that disables or deletes it: no lane, nothing pending.</summary>
internal static class EndpointStop
{
    /// <param name="fault">Why what was pending ends, as a code.</param>
    public static void Stop(PlatformDb db, WebhookEndpoint endpoint, string fault)
    {
        var lane = new NpgsqlBatchCommand("DELETE FROM webhook_lanes WHERE tenant_id = $1 AND endpoint_id = $2");
        var pending = new NpgsqlBatchCommand("UPDATE webhook_deliveries SET status = 'exhausted', next_attempt_at = NULL, fault = coalesce(fault, $3) WHERE tenant_id = $1 AND endpoint_id = $2 AND status = 'pending'");
        foreach (var command in (NpgsqlBatchCommand[])[lane, pending])
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = endpoint.TenantId.Value });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = endpoint.Id.Value });
            db.Extra.Add(command);
        }
        pending.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fault });
    }
}
