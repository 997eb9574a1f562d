using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Webhooks;

/// <summary>Names one webhook endpoint.</summary>
public readonly record struct WebhookEndpointId(Guid Value) : IPublicId<WebhookEndpointId>
{
    public static string Prefix => "whk";
    public static WebhookEndpointId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

public enum WebhookEndpointStatus { Enabled, Disabled }

/// <summary>Why an endpoint is not delivered to: by hand, because nothing reached it for three days, or because it said that it is gone (410).</summary>
public enum WebhookDisabledReason { ByHand, Failing, Gone }

/// <summary><c>thin</c>: ids, status and position. <c>full</c>: the resource as it is when it is sent, too.</summary>
public enum WebhookPayload { Thin, Full }

/// <summary>An address of a tenant's that is told of events, and the secret by which it knows that they are ours.</summary>
public sealed class WebhookEndpoint : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required WebhookEndpointId Id { get; init; }
    public required string Url { get; set; }
    public string? Description { get; set; }

    /// <summary>Types (<c>inquiry.approved</c>) and families of types (<c>inquiry.*</c>); empty for all.</summary>
    public required string[] EventTypes { get; set; }

    public WebhookPayload Payload { get; set; }

    /// <summary>Whether full payloads hold classified values.</summary>
    public bool PersonalData { get; set; }

    public WebhookEndpointStatus Status { get; private set; }
    public WebhookDisabledReason? DisabledReason { get; private set; }
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>The signing key, sealed.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>The key before the last rotation, signing too until <see cref="PreviousUntil"/>.</summary>
    public byte[]? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public int Version { get; set; }

    public Error? Disable(WebhookDisabledReason reason, DateTimeOffset now)
    {
        if (Status == WebhookEndpointStatus.Disabled) return WebhookErrors.Disabled;
        (Status, DisabledReason, DisabledAt) = (WebhookEndpointStatus.Disabled, reason, now);
        return null;
    }

    public Error? Enable()
    {
        if (Status == WebhookEndpointStatus.Enabled) return WebhookErrors.Enabled;
        (Status, DisabledReason, DisabledAt) = (WebhookEndpointStatus.Enabled, null, null);
        return null;
    }

    /// <summary>One secret overlaps at most: the one before.</summary>
    public void Rotate(byte[] secret, DateTimeOffset now, TimeSpan overlap)
    {
        (PreviousSecret, PreviousUntil) = overlap > TimeSpan.Zero ? (Secret, now + overlap) : ((byte[]?)null, (DateTimeOffset?)null);
        Secret = secret;
    }
}

internal sealed class WebhookEndpointConfiguration : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
    {
        endpoint.ToTable("webhook_endpoints");
        endpoint.HasKey(e => new { e.TenantId, e.Id });
    }
}
