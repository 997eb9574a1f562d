using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Inquiries.Contracts;

/// <summary>Which inquiries are meant; a member that is null leaves that open.</summary>
/// <param name="Status">As the wire writes it.</param>
public sealed record InquiryPick(string? Status, string? Country, string? SenderType, string? Tag);

/// <summary>Goes through inquiries page by page, for other capabilities.</summary>
public interface IInquiryPicks
{
    /// <summary>What is wrong with a pick; null where nothing is.</summary>
    Error? Check(InquiryPick pick, string pointer);

    /// <summary>The oldest first.</summary>
    /// <param name="after">The id that the page before ended with; empty for the first.</param>
    Task<IReadOnlyList<(InquiryId Id, Guid Profile)>> PageAsync(PlatformDb db, InquiryPick pick, Guid after, int most, CancellationToken ct);
}
