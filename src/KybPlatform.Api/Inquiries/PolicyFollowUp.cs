using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Inquiries;

/// <summary>How far the work has come that a change of policy leaves: permissions to look at again, open inquiries to move.</summary>
public sealed class PolicyFollowUp : ITenantOwned, IVersioned
{
    /// <summary>Looking at the permissions again is one work, whatever changed how often.</summary>
    public const string Registrations = "registrations";

    public required TenantId TenantId { get; init; }

    /// <summary><see cref="Registrations"/>, or the publication (<c>pub_…</c>) whose inquiries move.</summary>
    public required string Work { get; init; }

    public int Version { get; set; }

    /// <summary>Fingerprint of what was in force when the work began.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>The last row that was looked at; null before the first.</summary>
    public Guid? Through { get; set; }

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class PolicyFollowUpConfiguration : IEntityTypeConfiguration<PolicyFollowUp>
{
    public void Configure(EntityTypeBuilder<PolicyFollowUp> followUp)
    {
        followUp.ToTable("policy_follow_ups");
        followUp.HasKey(f => new { f.TenantId, f.Work });
    }
}
