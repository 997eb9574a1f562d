using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>From this instant on builds with another pack than before run on this platform: what tenants that follow what is shipped have in force. Never changed, never removed.</summary>
[GlobalTable("which pack was shipped when: versions and instants, nothing of any tenant")]
public sealed class PackShipment
{
    /// <summary>Counts up with each shipment.</summary>
    public required long Id { get; init; }

    public required string Version { get; init; }

    /// <summary>By the database's clock, never by a test tenant's.</summary>
    public required DateTimeOffset At { get; init; }
}

internal sealed class PackShipmentConfiguration : IEntityTypeConfiguration<PackShipment>
{
    public void Configure(EntityTypeBuilder<PackShipment> shipment)
    {
        shipment.ToTable("policy_pack_shipments");
        shipment.HasKey(s => s.Id);
        shipment.Property(s => s.Id).ValueGeneratedNever();
    }
}
