using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>Inquiries by a filter, by id.</summary>
internal sealed class InquiryPicks : IInquiryPicks
{
    public Error? Check(InquiryPick pick, string pointer) =>
        pick.Status is { } status && !SnakeCase.TryParse<InquiryStatus>(status, out _) ? InquiryErrors.UnknownValue($"{pointer}/status", "unknown_value", status, SnakeCase.All<InquiryStatus>()) : null;

    public async Task<IReadOnlyList<(InquiryId Id, Guid Profile)>> PageAsync(PlatformDb db, InquiryPick pick, Guid after, int most, CancellationToken ct)
    {
        var rows = db.Set<Inquiry>().AsNoTracking();
        if (pick.Status is { } status && SnakeCase.TryParse<InquiryStatus>(status, out var wanted)) rows = rows.Where(i => i.Status == wanted);
        if (pick.Country is { } country) rows = rows.Where(i => i.Country == country);
        if (pick.SenderType is { } type) rows = rows.Where(i => i.SenderType == type);
        if (pick.Tag is { } tag) rows = rows.Where(i => i.Tags.Length > 0 && i.Tags.Contains(tag));
        var found = await rows.OldestFirst(i => i.Id, after).Take(most).Select(i => new { i.Id, i.ProfileId }).ToListAsync(ct);
        return [.. found.Select(f => (f.Id, f.ProfileId))];
    }
}
