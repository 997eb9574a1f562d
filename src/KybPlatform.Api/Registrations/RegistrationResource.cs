using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Registrations;

/// <summary>The policy that a registration was vetted by.</summary>
public sealed record VettedBy(string Key, int Version, string Hash);

/// <summary>What the carrier or registry said, beside the platform's own status.</summary>
public sealed record DownstreamResource(string Status, string? Detail);

/// <summary>The one wire shape of a sender registration.</summary>
/// <param name="Profile"><c>biz_…</c> or <c>ind_…</c>.</param>
/// <param name="Reasons">Reason codes of what is required, or of the restriction.</param>
/// <param name="Unmet">What it lacks, each with its own deadline.</param>
/// <param name="Deadline">Until when <c>action_required</c> still allows traffic: the first of those.</param>
/// <param name="UnvettedSince">Since when it should have been held against the policy in force and could not be; it stays what it was meanwhile. Null where it was.</param>
public sealed record RegistrationResource(
    SenderRegistrationId Id, RegistrationStatus Status, string Profile, string Country, string SenderType, IReadOnlyList<string> Senders, IReadOnlyList<string> Reasons,
    string? SuspensionReason, IReadOnlyList<UnmetItem> Unmet, DateTimeOffset? Deadline, DateTimeOffset? ValidUntil, InquiryId InquiryId, DecisionId DecisionId, VettedBy? Policy, DateTimeOffset? UnvettedSince, DownstreamResource? Downstream,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static RegistrationResource From(SenderRegistration row, string profile) => new(
        row.Id, row.Status, profile, row.Country, row.SenderType, row.Senders, row.Reasons, row.SuspensionReason, row.UnmetItems, row.Deadline, row.ValidUntil,
        new InquiryId(row.InquiryId), row.DecisionId, row.PolicyKey is null ? null : new VettedBy(row.PolicyKey, row.PolicyVersion ?? 0, row.PolicyHash!), row.UnvettedSince,
        row.DownstreamStatus is null ? null : new DownstreamResource(row.DownstreamStatus, row.DownstreamDetail), row.CreatedAt, row.UpdatedAt);
}

internal static class FoundRegistrations
{
    public static Error NotFound => Error.NotFound("sender registration");

    public static async Task<SenderRegistration?> FindAsync(Work work, string id) =>
        PublicId.TryParse<SenderRegistrationId>(id, out var key) ? await work.Db.Set<SenderRegistration>().SingleOrDefaultAsync(r => r.Id == key, work.Canceled) : null;

    public static async Task<RegistrationResource> ViewAsync(Work work, SenderRegistration row, IProfileDesk profiles) =>
        RegistrationResource.From(row, (await profiles.NamesAsync(work.Db, [row.ProfileId], work.Canceled))[row.ProfileId]);

    /// <summary>Null for what names no profile.</summary>
    public static Guid? ProfileOf(string profile) =>
        PublicId.TryParse<BusinessProfileId>(profile, out var business) ? business.Value
        : PublicId.TryParse<IndividualProfileId>(profile, out var individual) ? individual.Value : null;
}
