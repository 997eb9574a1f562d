using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Profiles.Holds;

/// <summary>Names one legal hold.</summary>
public readonly record struct LegalHoldId(Guid Value) : IPublicId<LegalHoldId>
{
    public static string Prefix => "hld";
    public static LegalHoldId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Why a profile must not be erased for now: a proceeding, an authority's demand. As long as one is in force, nobody can redact the profile.</summary>
public sealed class LegalHold : ITenantOwned
{
    internal const string ReasonPurpose = "profiles.legal_hold";

    public required TenantId TenantId { get; init; }
    public required LegalHoldId Id { get; init; }
    public required Guid ProfileId { get; init; }

    /// <summary>False where <see cref="ProfileId"/> names an individual.</summary>
    public required bool OfBusiness { get; init; }

    /// <summary>Sealed under the profile's key: it may tell about people.</summary>
    public required byte[] Reason { get; init; }

    public required string PlacedBy { get; init; }
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>It ends by itself then; null for until it is released.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? ReleasedBy { get; set; }
    public DateTimeOffset? ReleasedAt { get; set; }

    public string ProfileName => OfBusiness ? new BusinessProfileId(ProfileId).ToString() : new IndividualProfileId(ProfileId).ToString();

    public bool IsInForceAt(DateTimeOffset now) => ReleasedAt is null && !(Until <= now);

    /// <summary>The one of a profile that is in force longest; null where none is.</summary>
    internal static Task<LegalHold?> OfAsync(PlatformDb db, Guid profile, DateTimeOffset now, CancellationToken ct) =>
        db.Set<LegalHold>().AsNoTracking().Where(h => h.ProfileId == profile && h.ReleasedAt == null && (h.Until == null || h.Until > now))
            .OrderBy(h => h.Until != null).ThenByDescending(h => h.Until).FirstOrDefaultAsync(ct);
}

internal sealed class LegalHoldConfiguration : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> hold)
    {
        hold.ToTable("legal_holds");
        hold.HasKey(h => new { h.TenantId, h.Id });
        hold.HasIndex(h => new { h.TenantId, h.ProfileId });
        hold.Ignore(h => h.ProfileName);
    }
}
