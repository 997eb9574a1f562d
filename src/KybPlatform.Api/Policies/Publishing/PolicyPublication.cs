using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>What a publication is at an instant. Only time leads from scheduled to active and on to superseded.</summary>
public enum PublicationState { InReview, Scheduled, Active, Superseded, Withdrawn }

/// <summary>What happens to inquiries that are pinned to another version.</summary>
public enum OpenInquiries
{
    /// <summary>They end by the version that they began with.</summary>
    Keep,

    /// <summary>They go on by the new version, and are decided anew where they were waiting for somebody.</summary>
    Migrate,
}

/// <summary>
/// Puts a version in force from an instant. Which publication is active is a question of time, asked whenever it matters; no job
/// makes it so. Publications of one set (a base and all that stands on it) are approved, published and withdrawn together.
/// </summary>
public sealed class PolicyPublication : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required PublicationId Id { get; init; }
    public int Version { get; set; }
    public required string Key { get; init; }
    public required int Number { get; init; }

    /// <summary>The version's <see cref="PolicyVersion.Hash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>A base is in force through those that stand on it.</summary>
    public required bool IsBase { get; init; }

    /// <summary>What is approved and published together.</summary>
    public required Guid SetId { get; init; }

    /// <summary>The one of its set that somebody asked for; the others follow from it.</summary>
    public required bool Leads { get; init; }

    public required string RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public string? ApprovedBy { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>Why the one who approved let it pass without a backtest; null where there was one, or none was expected.</summary>
    public string? WithoutBacktest { get; private set; }

    /// <summary>Why it was asked for though examples of the pack's policies that stand on it do not hold any more; null where all hold.</summary>
    public string? DespitePackExamples { get; set; }

    /// <summary>From when it is in force, by the tenant's clock; null until it is published.</summary>
    public DateTimeOffset? EffectiveFrom { get; private set; }

    /// <summary>Which of two that take effect at the same instant came later.</summary>
    public int? Generation { get; private set; }

    public string? PublishedBy { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public string? WithdrawnBy { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public OpenInquiries OpenInquiries { get; private set; }

    /// <param name="withoutBacktest">Why it goes without a backtest that was expected.</param>
    public void Approve(string by, string? withoutBacktest, DateTimeOffset now) => (ApprovedBy, WithoutBacktest, ApprovedAt) = (by, withoutBacktest, now);

    /// <summary>The promise: from that instant on this version answers for its key.</summary>
    public void Publish(string by, DateTimeOffset effectiveFrom, OpenInquiries openInquiries, int generation, DateTimeOffset now) =>
        (PublishedBy, EffectiveFrom, OpenInquiries, Generation, PublishedAt) = (by, effectiveFrom, openInquiries, generation, now);

    /// <summary>What waits for approval or for its instant can be taken back; what was ever in force is history.</summary>
    public Error? Withdraw(string by, DateTimeOffset now)
    {
        if (WithdrawnAt is not null || EffectiveFrom <= now) return PolicyErrors.NotWithdrawable(Id);
        (WithdrawnBy, WithdrawnAt) = (by, now);
        return null;
    }

    /// <param name="successor">From when another publication of the same key is in force after this one; null where none is.</param>
    public PublicationState StateAt(DateTimeOffset now, DateTimeOffset? successor) =>
        WithdrawnAt is not null ? PublicationState.Withdrawn
        : EffectiveFrom is not { } from ? PublicationState.InReview
        : from > now ? PublicationState.Scheduled
        : successor <= now ? PublicationState.Superseded
        : PublicationState.Active;
}

internal sealed class PolicyPublicationConfiguration : IEntityTypeConfiguration<PolicyPublication>
{
    public const string Waiting = "ix_policy_publications_waiting";

    public void Configure(EntityTypeBuilder<PolicyPublication> publication)
    {
        publication.ToTable("policy_publications");
        publication.HasKey(p => new { p.TenantId, p.Id });
        publication.HasIndex(p => new { p.TenantId, p.Key, p.EffectiveFrom });
        publication.HasIndex(p => new { p.TenantId, p.SetId });
        // Two who ask for approval at once: one of them is refused.
        publication.HasIndex(p => new { p.TenantId, p.Key }).IsUnique().HasFilter("published_at IS NULL AND withdrawn_at IS NULL").HasDatabaseName(Waiting);
        publication.HasOne<PolicyVersion>().WithMany().HasForeignKey(p => new { p.TenantId, p.Key, p.Number }).OnDelete(DeleteBehavior.Restrict);
    }
}
