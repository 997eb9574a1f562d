using KybPlatform.Api.Http;

namespace KybPlatform.Api.Inquiries.Contracts;

/// <summary>Labels on inquiries: words of the tenant's own that lists are filtered by.</summary>
public interface IInquiryTags
{
    /// <summary>Puts labels on and takes labels off, in the unit of work.</summary>
    /// <returns>All labels that it has then.</returns>
    Task<Result<IReadOnlyList<string>>> ChangeAsync(Work work, InquiryId id, IReadOnlyList<string> add, IReadOnlyList<string> remove);
}
