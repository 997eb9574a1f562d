using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>
/// Says that a tenant has policies, attestations or a pinned pack of its own, and counts every change of what is in force there.
/// All publications of a tenant pass through this row, so that no two can slip past each other's checks.
/// </summary>
[GlobalTable("every process looks for tenants whose policies changed; ids, counters, times and the pack's version only")]
public sealed class PolicyLayer : IVersioned
{
    public required TenantId TenantId { get; init; }

    /// <summary>The generation: rises with every change of what is in force, now or later.</summary>
    public int Version { get; set; }

    /// <summary>The pack that the tenant stays on; null follows the one that is shipped.</summary>
    public string? PackVersion { get; set; }

    /// <summary>Since when it stays on <see cref="PackVersion"/>, by this platform's clock; null where it follows, and where it stayed before this was kept.</summary>
    public DateTimeOffset? PinnedAt { get; set; }

    /// <summary>By this platform's clock, never by a test tenant's.</summary>
    public required DateTimeOffset ChangedAt { get; set; }
}

internal sealed class PolicyLayerConfiguration : IEntityTypeConfiguration<PolicyLayer>
{
    public void Configure(EntityTypeBuilder<PolicyLayer> layer)
    {
        layer.ToTable("policy_layers");
        layer.HasKey(l => l.TenantId);
        layer.HasIndex(l => l.ChangedAt);
    }
}
