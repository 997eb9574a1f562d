using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Webhooks;

/// <summary>Deliveries that somebody asks for: pending and due at once, also where the endpoint fails just now.</summary>
internal static class AskedDelivery
{
    public static WebhookDelivery New(TenantId tenant, Guid endpoint, Guid @event, long? position, string type, WebhookTrigger trigger, DateTimeOffset real) => new()
    {
        TenantId = tenant,
        Id = PublicId.New<WebhookDeliveryId>(real),
        EndpointId = endpoint,
        EventId = @event,
        Position = position,
        Type = type,
        Trigger = trigger,
        Status = WebhookDeliveryStatus.Pending,
        CreatedAt = real,
        NextAttemptAt = real,
    };

    public static void Hurry(PlatformDb db, WebhookDelivery delivery) => Hurry(db, delivery.TenantId, delivery.EndpointId);

    public static void Hurry(PlatformDb db, TenantId tenant, Guid endpoint)
    {
        var hurry = new NpgsqlBatchCommand("UPDATE webhook_lanes SET due_at = clock_timestamp() WHERE tenant_id = $1 AND endpoint_id = $2");
        hurry.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        hurry.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = endpoint });
        db.Extra.Add(hurry);
    }
}
