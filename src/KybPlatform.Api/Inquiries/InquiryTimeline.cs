using KybPlatform.Api.Http;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>One thing that happened to an inquiry or to something that belongs to it.</summary>
/// <param name="Reason">Why it was reopened; null for everything else, and where the applicant was erased.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Type, string Resource, string Actor, string? Reason);

/// <summary>What happened, oldest first.</summary>
public sealed record Timeline(IReadOnlyList<TimelineEntry> Data);

internal static class InquiryTimeline
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapGet("/{id}/timeline", HandleAsync).Requires(Scopes.InquiriesRead)
            .WithSummary("What happened to an inquiry").Produces<Timeline>().ProducesRefusals(404);

    private static async Task<IResult> HandleAsync(string id, Work work, SubjectVault vault)
    {
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        var name = inquiry.Id.ToString();
        var rows = await work.Db.Set<AuditEntry>().AsNoTracking().Where(e => e.Resource == name || e.Parent == name)
            .OrderBy(e => e.Id).Take(Most).ToListAsync(work.Canceled);
        var reasons = rows.Exists(IsReopening) ? await ReasonsAsync(inquiry, work, vault) : [];
        return Answer.Ok(new Timeline([.. rows.Select(e => new TimelineEntry(e.At, e.Action, e.Resource, e.Actor, IsReopening(e) ? reasons.GetValueOrDefault(InstantJson.Text(e.At)) : null))]));
    }

    private static bool IsReopening(AuditEntry entry) => entry.Action == "inquiry.reopened";

    // What a person wrote may tell about a person: it is sealed with the inquiry, and not in the audit trail.
    private static async Task<Dictionary<string, string>> ReasonsAsync(Inquiry inquiry, Work work, SubjectVault vault)
    {
        var ring = await vault.RingAsync(work.Db, work.Tenant, [inquiry.ProfileId], work.Canceled);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reopened in SealedPart.Open(inquiry, ring).Reopened) reasons[reopened!["at"]!.GetValue<string>()] = reopened["reason"]!.GetValue<string>();
        return reasons;
    }
}
