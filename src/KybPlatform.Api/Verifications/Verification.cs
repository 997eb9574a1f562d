using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Verifications;

/// <summary>Names one verification.</summary>
public readonly record struct VerificationId(Guid Value) : IPublicId<VerificationId>
{
    public static string Prefix => "ver";
    public static VerificationId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>One check of one subject by one provider at one time; reusable by many requirements while its input is unchanged.</summary>
public sealed class Verification : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required VerificationId Id { get; init; }
    public int Version { get; set; }
    public required Guid ProfileId { get; init; }

    /// <summary>False where <see cref="ProfileId"/> names an individual.</summary>
    public required bool OfBusiness { get; init; }

    /// <summary>For which inquiry it was made; null where it was asked for by itself.</summary>
    public Guid? InquiryId { get; init; }

    public required string Type { get; init; }
    public required string Subject { get; init; }
    public required string Provider { get; init; }
    public required VerificationStatus Status { get; set; }

    /// <summary>Named checks and their outcomes, JSON.</summary>
    public required string Checks { get; set; }

    public string? ReasonCode { get; set; }

    /// <summary>The lists it rests on, JSON.</summary>
    public string? Lists { get; set; }

    /// <summary>The named checks that were asked for; empty for the whole. Null in answers from before it was kept.</summary>
    public string[]? AskedChecks { get; init; }

    /// <summary>The lists that were asked for, where the type screens; empty for all. Null in answers from before it was kept.</summary>
    public string[]? AskedLists { get; init; }

    /// <summary>From which score on a listed party was a match, where the type scores.</summary>
    public double? Threshold { get; init; }

    public bool Sample { get; set; }
    public string? DataVersion { get; set; }

    /// <summary>Keyed hash of what was checked: another value means that the facts changed and the answer no longer speaks of them.</summary>
    public required byte[] InputHash { get; init; }

    /// <summary>Under whose keys <see cref="Evidence"/> is sealed.</summary>
    public required Guid[] Subjects { get; init; }

    public byte[]? Evidence { get; set; }

    /// <summary>SHA-256 of the evidence before sealing.</summary>
    public byte[]? EvidenceHash { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; set; }
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>When it was told that its validity will end soon.</summary>
    public DateTimeOffset? ExpiryToldAt { get; set; }

    public bool SpeaksAt(DateTimeOffset now) => Status is VerificationStatus.Passed or VerificationStatus.Failed && !(ValidUntil <= now);

    /// <summary>As it stands at an instant: what passed or failed expires when its validity ends.</summary>
    public VerificationStatus StatusAt(DateTimeOffset now) =>
        Status is VerificationStatus.Passed or VerificationStatus.Failed or VerificationStatus.Inconclusive && ValidUntil <= now ? VerificationStatus.Expired : Status;

    /// <summary>Whether it answered each of these checks; where none is named, whether it was asked for the whole.</summary>
    public bool Names(IReadOnlyList<string> checks)
    {
        if (checks.Count == 0) return AskedChecks is null or [];
        using var answered = JsonDocument.Parse(Checks);
        foreach (var check in checks)
            if (!answered.RootElement.TryGetProperty(check, out _)) return false;
        return true;
    }

    /// <summary>
    /// Whether it was asked this on these terms. A pass on stricter ones, in more lists or from a lower score on, is a pass on these, too; what was found there may be
    /// nothing here.
    /// </summary>
    public bool WasAsked(IReadOnlyList<string> checks, IReadOnlyList<string> lists, double? threshold)
    {
        if (!WasAsked(checks)) return false;
        var asked = AskedLists ?? [];
        if (Status is VerificationStatus.Passed) return (threshold is null || Threshold <= threshold) && Searched(asked, lists);
        return (threshold is null || Threshold == threshold) && asked.Length == lists.Count && lists.All(asked.Contains);
    }

    /// <summary>Whether it was asked for these checks, among others, whichever of them the provider knew; none named is the whole.</summary>
    public bool WasAsked(IReadOnlyList<string> checks) => AskedChecks is null or [] || (checks.Count > 0 && checks.All(AskedChecks.Contains));

    // All that are loaded may be fewer than those that somebody names.
    private bool Searched(string[] asked, IReadOnlyList<string> lists)
    {
        if (lists.Count == 0 || asked.Length > 0) return lists.Count == 0 ? asked.Length == 0 : lists.All(asked.Contains);
        var known = Lists is null ? [] : StoredJson.Read<List<ListUse>>(Lists).ConvertAll(l => l.Key);
        return lists.All(known.Contains);
    }

    /// <summary>Gives up on an answer that is still to come.</summary>
    public Error? Cancel(DateTimeOffset now)
    {
        if (Status is not (VerificationStatus.Pending or VerificationStatus.Running or VerificationStatus.Inconclusive))
            return Error.Conflict("invalid_transition", $"A verification that is {SnakeCase.Of(StatusAt(now))} cannot be canceled.");
        (Status, CompletedAt) = (VerificationStatus.Canceled, CompletedAt ?? now);
        return null;
    }
}

internal sealed class VerificationConfiguration : IEntityTypeConfiguration<Verification>
{
    public void Configure(EntityTypeBuilder<Verification> verification)
    {
        verification.ToTable("verifications");
        verification.HasKey(v => new { v.TenantId, v.Id });
        verification.HasIndex(v => new { v.TenantId, v.ProfileId });
        verification.HasIndex(v => new { v.TenantId, v.InquiryId });
        verification.HasIndex(v => new { v.TenantId, v.ValidUntil }).HasFilter("expiry_told_at IS NULL AND valid_until IS NOT NULL");
        verification.HasIndex(v => new { v.TenantId, v.CreatedAt }).IncludeProperties(v => new { v.Provider, v.Type, v.Status, v.CompletedAt });
        verification.Property(v => v.Checks).HasColumnType("jsonb");
        verification.Property(v => v.Lists).HasColumnType("jsonb");
    }
}
