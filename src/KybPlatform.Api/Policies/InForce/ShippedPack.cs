using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>A pack as some build shipped it, kept for tenants that stay on it when newer builds ship newer ones.</summary>
[GlobalTable("the policies that were shipped, by their pack's version: public content, nothing of any tenant")]
public sealed class ShippedPack
{
    public required string Version { get; init; }

    /// <summary>JSON list of the documents as they are written.</summary>
    public required string Documents { get; init; }

    public required DateTimeOffset KeptAt { get; init; }
}

internal sealed class ShippedPackConfiguration : IEntityTypeConfiguration<ShippedPack>
{
    public void Configure(EntityTypeBuilder<ShippedPack> pack)
    {
        pack.ToTable("policy_packs");
        pack.HasKey(p => p.Version);
    }
}
