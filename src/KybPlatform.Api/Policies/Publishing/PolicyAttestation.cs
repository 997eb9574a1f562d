using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>
/// A person of the tenant vouches for a policy that is less than documented: from then on it may approve by itself in a live tenant.
/// It holds for exactly this content; whatever changes it has to be looked at again.
/// </summary>
public sealed class PolicyAttestation : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>Of the resolved content.</summary>
    public required string Hash { get; init; }

    public required string Key { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class PolicyAttestationConfiguration : IEntityTypeConfiguration<PolicyAttestation>
{
    public void Configure(EntityTypeBuilder<PolicyAttestation> attestation)
    {
        attestation.ToTable("policy_attestations");
        attestation.HasKey(a => new { a.TenantId, a.Hash });
    }
}
