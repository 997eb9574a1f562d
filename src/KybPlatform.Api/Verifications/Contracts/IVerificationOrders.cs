using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;

namespace KybPlatform.Api.Verifications.Contracts;

/// <summary>How a verification went that was ordered by itself.</summary>
/// <param name="Id"><c>ver_…</c>.</param>
/// <param name="RetryLater">The provider could not answer now and may later.</param>
public sealed record VerificationBrief(string Id, VerificationStatus Status, string? ReasonCode, bool RetryLater);

/// <summary>Runs one verification of an inquiry's applicant outside of any decision.</summary>
public interface IVerificationOrders
{
    /// <summary>Asks now and puts the answer into the unit of work, with its event. May be called twice for the same question.</summary>
    /// <param name="subject">Null for the applicant as a whole.</param>
    Task<Result<VerificationBrief>> RunAsync(Work work, InquiryId inquiry, string type, string? subject, IReadOnlyList<string> checks, IReadOnlyList<string> lists);
}
