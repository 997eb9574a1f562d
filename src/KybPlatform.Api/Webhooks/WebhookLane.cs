using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Webhooks;

/// <summary>
/// How far an enabled endpoint was brought along its tenant's log, and when there is something to do for it. A worker that holds the lane sends what lies
/// between its position and the head; what could not be sent stands as a pending delivery. A lane that fails is let be for a while: a dead
/// receiver costs a row that nobody looks at.
/// </summary>
[GlobalTable("workers claim lanes across tenants; ids, positions, counts and due times only")]
public sealed class WebhookLane
{
    public required TenantId TenantId { get; init; }
    public required Guid EndpointId { get; init; }

    /// <summary>The last position that the tenant's log is known to have.</summary>
    public required long Head { get; init; }

    /// <summary>Up to here every event was delivered or stands as a delivery of its own.</summary>
    public required long Position { get; init; }

    /// <summary>Null where there is nothing to do.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public Guid Lease { get; init; }
    public required DateTimeOffset LeasedUntil { get; init; }

    /// <summary>Attempts that failed since one succeeded.</summary>
    public int Failures { get; init; }

    /// <summary>When the first of them did.</summary>
    public DateTimeOffset? FailingSince { get; init; }
}

internal sealed class WebhookLaneConfiguration : IEntityTypeConfiguration<WebhookLane>
{
    public void Configure(EntityTypeBuilder<WebhookLane> lane)
    {
        lane.ToTable("webhook_lanes");
        lane.HasKey(l => new { l.TenantId, l.EndpointId });
        lane.HasIndex(l => l.DueAt).HasFilter("due_at IS NOT NULL");
        lane.Property(l => l.Head).ValueGeneratedNever();
        lane.Property(l => l.Position).ValueGeneratedNever();
    }
}
