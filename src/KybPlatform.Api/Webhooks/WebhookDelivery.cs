using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Webhooks;

/// <summary>Names one delivery of one event to one endpoint.</summary>
public readonly record struct WebhookDeliveryId(Guid Value) : IPublicId<WebhookDeliveryId>
{
    public static string Prefix => "del";
    public static WebhookDeliveryId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary><c>pending</c>: will be tried again. <c>exhausted</c>: three days of attempts failed, or the endpoint was disabled or deleted.</summary>
public enum WebhookDeliveryStatus { Pending, Delivered, Exhausted }

/// <summary>What a delivery came about by.</summary>
public enum WebhookTrigger { Event, Redelivery, Test }

/// <summary>One event on its way to one endpoint: written when its first attempt has ended, or when it was asked for by hand.</summary>
public sealed class WebhookDelivery : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required WebhookDeliveryId Id { get; init; }

    /// <summary>May have been deleted since.</summary>
    public required Guid EndpointId { get; init; }

    public required Guid EventId { get; init; }

    /// <summary>The event's place in the log; null for a test.</summary>
    public long? Position { get; init; }

    public required string Type { get; init; }
    public required WebhookTrigger Trigger { get; init; }
    public required WebhookDeliveryStatus Status { get; init; }
    public int Attempts { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastAttemptAt { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The HTTP status of the last answer; null where there was none.</summary>
    public int? ResponseStatus { get; init; }

    /// <summary>Why the last attempt failed, as a code.</summary>
    public string? Fault { get; init; }

    /// <summary>How the last answer began, masked.</summary>
    public string? Excerpt { get; init; }

    public int? DurationMs { get; init; }
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("webhook_deliveries");
        delivery.HasKey(d => new { d.TenantId, d.Id });
        delivery.HasIndex(d => new { d.TenantId, d.EventId });
        delivery.HasIndex(d => new { d.TenantId, d.EndpointId, d.NextAttemptAt }).HasFilter("status = 'pending'");
        delivery.HasIndex(d => new { d.TenantId, d.EndpointId, d.Id }).HasFilter("status <> 'delivered'");
    }
}
