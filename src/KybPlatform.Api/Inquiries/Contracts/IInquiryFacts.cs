using KybPlatform.Api.Jobs;

namespace KybPlatform.Api.Inquiries.Contracts;

/// <summary>Everything known of an inquiry as one fact document, without verifications.</summary>
/// <param name="Subjects">Everybody whose classified values are in it.</param>
public sealed record InquiryFactsView(Guid Profile, IReadOnlyList<Guid> Subjects, ReadOnlyMemory<byte> Facts);

/// <summary>What other capabilities ask of inquiries.</summary>
public interface IInquiryFacts
{
    /// <summary>Null where the tenant has no such inquiry, or its applicant was erased.</summary>
    Task<InquiryFactsView?> ReadAsync(TenantWork work, InquiryId id, CancellationToken ct);
}
