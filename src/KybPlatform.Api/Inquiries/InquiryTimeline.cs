using KybPlatform.Api.Http;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>One thing that happened to an inquiry or to something that belongs to it.</summary>
public sealed record TimelineEntry(DateTimeOffset At, string Type, string Resource, string Actor);

/// <summary>What happened, oldest first.</summary>
public sealed record Timeline(IReadOnlyList<TimelineEntry> Data);

internal static class InquiryTimeline
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapGet("/{id}/timeline", HandleAsync).Requires(Scopes.InquiriesRead)
            .WithSummary("What happened to an inquiry").Produces<Timeline>().ProducesRefusals(404);

    private static async Task<IResult> HandleAsync(string id, Work work)
    {
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        var name = inquiry.Id.ToString();
        var rows = await work.Db.Set<AuditEntry>().AsNoTracking().Where(e => e.Resource == name || e.Parent == name)
            .OrderBy(e => e.Id).Take(Most).ToListAsync(work.Canceled);
        return Answer.Ok(new Timeline([.. rows.Select(e => new TimelineEntry(e.At, e.Action, e.Resource, e.Actor))]));
    }
}
