using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Inquiries.Contracts;

/// <summary>Everything known of an inquiry as one fact document, without verifications.</summary>
/// <param name="Subjects">Everybody whose classified values are in it.</param>
public sealed record InquiryFactsView(Guid Profile, IReadOnlyList<Guid> Subjects, ReadOnlyMemory<byte> Facts);

/// <summary>What other capabilities ask of inquiries.</summary>
public interface IInquiryFacts
{
    /// <summary>Null where the tenant has no such inquiry, or its applicant was erased.</summary>
    Task<InquiryFactsView?> ReadAsync(TenantWork work, InquiryId id, CancellationToken ct);

    /// <summary>What the policy of an inquiry asks to have verified; nothing where no policy covers it.</summary>
    /// <param name="facts">As <see cref="ReadAsync"/> told them.</param>
    Task<IReadOnlyList<VerificationOrder>> OrdersAsync(TenantWork work, InquiryId id, ReadOnlyMemory<byte> facts, CancellationToken ct);

    /// <summary>Those of the profiles that have an inquiry which is not closed.</summary>
    Task<HashSet<Guid>> ApplicantsAsync(PlatformDb db, IReadOnlyCollection<Guid> profiles, CancellationToken ct);
}

/// <summary>Work that others leave to inquiries.</summary>
public static class InquiryFollowUps
{
    /// <summary>What is found about a profile in lists changed; the job's subject is the profile.</summary>
    public const string Rescreened = "inquiries.rescreened";
}
