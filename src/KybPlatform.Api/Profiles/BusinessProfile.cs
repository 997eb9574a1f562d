using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Profiles;

/// <summary>The system-of-record entry of one legal entity, living across inquiries.</summary>
/// <remarks>
/// What public registers publish about a company is kept readable in <see cref="Data"/>; its contacts are sealed under the
/// profile's own subject key, its people under theirs.
/// </remarks>
public sealed class BusinessProfile : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required BusinessProfileId Id { get; init; }
    public int Version { get; set; }
    public string? ReferenceId { get; set; }
    public string? LegalName { get; set; }

    /// <summary>The legal name as it is searched by.</summary>
    public string? NameKey { get; set; }

    /// <summary>The public facts as JSON in the vocabulary's shape, without people and contacts.</summary>
    public required string Data { get; set; }

    /// <summary>E-mail and phone, sealed.</summary>
    public byte[]? Contact { get; set; }

    /// <summary>Where each field came from, by its path.</summary>
    public required string Provenance { get; set; }

    /// <summary>Other profiles of this tenant that claim the same identifier: linked, never merged.</summary>
    public Guid[] PossibleDuplicates { get; set; } = [];

    public DateTimeOffset? RedactedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A person associated with a business. Everything but the roles is sealed under the person's key.</summary>
public sealed class Person : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required PersonId Id { get; init; }
    public required BusinessProfileId ProfileId { get; init; }
    public int Version { get; set; }
    public required string[] Roles { get; set; }

    /// <summary>Sealed JSON in the vocabulary's shape.</summary>
    public byte[]? Sealed { get; set; }

    public byte[]? NameHash { get; set; }
    public byte[]? EmailHash { get; set; }
    public byte[]? PhoneHash { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>By which number a profile is found: the scheme and a keyed hash of the normalised value.</summary>
public sealed class ProfileIdentifier : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>A business or an individual profile.</summary>
    public required Guid ProfileId { get; init; }

    public required string Scheme { get; init; }
    public required byte[] ValueHash { get; init; }
}

internal sealed class BusinessProfileConfiguration : IEntityTypeConfiguration<BusinessProfile>
{
    public void Configure(EntityTypeBuilder<BusinessProfile> profile)
    {
        profile.ToTable("business_profiles");
        profile.HasKey(p => new { p.TenantId, p.Id });
        profile.HasIndex(p => new { p.TenantId, p.ReferenceId });
        profile.HasIndex(p => new { p.TenantId, p.NameKey });
        profile.Property(p => p.Data).HasColumnType("jsonb");
        profile.Property(p => p.Provenance).HasColumnType("jsonb");
    }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("people");
        person.HasKey(p => new { p.TenantId, p.Id });
        person.HasIndex(p => new { p.TenantId, p.NameHash });
        person.HasIndex(p => new { p.TenantId, p.EmailHash });
    }
}

internal sealed class ProfileIdentifierConfiguration : IEntityTypeConfiguration<ProfileIdentifier>
{
    public void Configure(EntityTypeBuilder<ProfileIdentifier> identifier)
    {
        identifier.ToTable("profile_identifiers");
        identifier.HasKey(i => new { i.TenantId, i.Scheme, i.ValueHash, i.ProfileId });
        identifier.HasIndex(i => new { i.TenantId, i.ProfileId });
    }
}
