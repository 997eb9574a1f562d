using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Profiles;

/// <summary>The system-of-record entry of one person who applies for themselves. All facts are sealed under the person's key.</summary>
public sealed class IndividualProfile : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required IndividualProfileId Id { get; init; }
    public int Version { get; set; }
    public string? ReferenceId { get; set; }

    /// <summary>Sealed JSON in the vocabulary's shape; null once redacted.</summary>
    public byte[]? Sealed { get; set; }

    public byte[]? NameHash { get; set; }
    public byte[]? EmailHash { get; set; }
    public byte[]? PhoneHash { get; set; }
    public required string Provenance { get; set; }
    public Guid[] PossibleDuplicates { get; set; } = [];
    public DateTimeOffset? RedactedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>One change of a profile: which fields, by whom, and (sealed) from what to what.</summary>
public sealed class ProfileChange : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required Guid Id { get; init; }
    public required Guid ProfileId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public required FieldSource Source { get; init; }
    public required string[] Paths { get; init; }

    /// <summary>Under whose keys <see cref="Sealed"/> is.</summary>
    public required Guid[] Subjects { get; init; }

    /// <summary>Old and new values by path, sealed for all <see cref="Subjects"/>.</summary>
    public required byte[] Sealed { get; init; }
}

internal sealed class IndividualProfileConfiguration : IEntityTypeConfiguration<IndividualProfile>
{
    public void Configure(EntityTypeBuilder<IndividualProfile> profile)
    {
        profile.ToTable("individual_profiles");
        profile.HasKey(p => new { p.TenantId, p.Id });
        profile.HasIndex(p => new { p.TenantId, p.ReferenceId });
        profile.HasIndex(p => new { p.TenantId, p.NameHash });
        profile.HasIndex(p => new { p.TenantId, p.EmailHash });
        profile.Property(p => p.Provenance).HasColumnType("jsonb");
    }
}

internal sealed class ProfileChangeConfiguration : IEntityTypeConfiguration<ProfileChange>
{
    public void Configure(EntityTypeBuilder<ProfileChange> change)
    {
        change.ToTable("profile_changes");
        change.HasKey(c => new { c.TenantId, c.Id });
        change.HasIndex(c => new { c.TenantId, c.ProfileId, c.Id });
    }
}
