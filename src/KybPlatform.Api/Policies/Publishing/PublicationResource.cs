using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>A publication: which version is in force for a key, from when, and who saw to it.</summary>
/// <param name="State">Of this moment of the tenant's clock.</param>
/// <param name="Leads">False for one that follows from its base's.</param>
/// <param name="Set">Keys of all that is approved and published together.</param>
public sealed record PublicationResource(
    PublicationId Id, string Key, int Version, string Hash, PublicationState State, bool Leads, IReadOnlyList<string> Set, string RequestedBy, DateTimeOffset RequestedAt,
    string? ApprovedBy, DateTimeOffset? ApprovedAt, DateTimeOffset? EffectiveFrom, OpenInquiries? OpenInquiries, string? PublishedBy, DateTimeOffset? PublishedAt,
    string? WithdrawnBy, DateTimeOffset? WithdrawnAt)
{
    internal static PublicationResource From(PolicyPublication row, IReadOnlyList<string> set, DateTimeOffset? successor, DateTimeOffset now) => new(
        row.Id, row.Key, row.Number, row.Hash, row.StateAt(now, successor), row.Leads, set, row.RequestedBy, row.RequestedAt, row.ApprovedBy, row.ApprovedAt,
        row.EffectiveFrom, row.PublishedAt is null ? null : row.OpenInquiries, row.PublishedBy, row.PublishedAt, row.WithdrawnBy, row.WithdrawnAt);
}

/// <summary>Finds publications and what belongs together.</summary>
internal static class Publications
{
    /// <summary>The one of this version that waits for approval or for being published; null where none does.</summary>
    public static Task<PolicyPublication?> WaitingAsync(PlatformDb db, string key, int number, CancellationToken ct) =>
        db.Set<PolicyPublication>().SingleOrDefaultAsync(p => p.Key == key && p.Number == number && p.PublishedAt == null && p.WithdrawnAt == null, ct);

    public static async Task<IReadOnlyList<PolicyPublication>> SetOfAsync(PlatformDb db, PolicyPublication one, CancellationToken ct) =>
        await db.Set<PolicyPublication>().Where(p => p.SetId == one.SetId).OrderByDescending(p => p.Leads).ThenBy(p => p.Key).ToListAsync(ct);

    /// <summary>From when another publication of the same key is in force after this one.</summary>
    public static DateTimeOffset? SuccessorOf(PolicyPublication row, IEnumerable<PolicyPublication> ofKey) =>
        ofKey.Where(p => p.Id != row.Id && p.EffectiveFrom is not null && p.WithdrawnAt is null && (p.EffectiveFrom, p.Generation).CompareTo((row.EffectiveFrom, row.Generation)) > 0)
            .Min(p => p.EffectiveFrom);
}
