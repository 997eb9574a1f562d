using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>The resolved content of a policy version that this tenant has used, under its hash, for as long as decisions refer to it.</summary>
public sealed class PolicyContent : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary><c>sha256:…</c> over the canonical form (RFC 8785) in <see cref="Json"/>.</summary>
    public required string Hash { get; init; }

    public required string Key { get; init; }
    public required int Version { get; init; }

    /// <summary>Text, not jsonb: the bytes are what is hashed.</summary>
    public required string Json { get; init; }

    public required DateTimeOffset KeptAt { get; init; }
}

internal sealed class PolicyContentConfiguration : IEntityTypeConfiguration<PolicyContent>
{
    public void Configure(EntityTypeBuilder<PolicyContent> content)
    {
        content.ToTable("policy_contents");
        content.HasKey(c => new { c.TenantId, c.Hash });
    }
}
