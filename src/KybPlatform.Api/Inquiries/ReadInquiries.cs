using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>Reads one inquiry, and lists them newest first.</summary>
internal static class ReadInquiries
{
    public static void Map(RouteGroupBuilder inquiries)
    {
        inquiries.MapGet("/{id}", GetAsync).Requires(Scopes.InquiriesRead).WithSummary("Read an inquiry").Produces<InquiryResource>().ProducesRefusals(404);
        inquiries.MapGet("", ListAsync).Requires(Scopes.InquiriesRead).Lists("status", "country", "sender_type", "reference_id", "profile", "tag")
            .WithSummary("List inquiries").Produces<Page<InquiryResource>>().ProducesRefusals(422);
    }

    private static async Task<IResult> GetAsync(string id, Work work, IDecisionLedger decisions)
    {
        if (await FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        var decision = inquiry.DecisionId is { } made ? await decisions.FindAsync(work.Db, made, work.Canceled) : null;
        return Answer.Ok(InquiryResource.From(inquiry, decision), ETags.Of(inquiry));
    }

    private static async Task<IResult> ListAsync(
        string? status, string? country, string? sender_type, string? reference_id, string? profile, string? tag, Work work, HttpContext http, IDecisionLedger decisions)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<Inquiry>().AsNoTracking();
        if (status is not null)
        {
            if (!SnakeCase.TryParse<InquiryStatus>(status, out var wanted))
                return Refused.Because(InquiryErrors.UnknownValue("?status", "unknown_value", status, SnakeCase.All<InquiryStatus>()) with { OfShape = true });
            rows = rows.Where(i => i.Status == wanted);
        }
        if (country is not null) rows = rows.Where(i => i.Country == country);
        if (sender_type is not null) rows = rows.Where(i => i.SenderType == sender_type);
        if (reference_id is not null) rows = rows.Where(i => i.ReferenceId == reference_id);
        if (tag is not null) rows = rows.Where(i => i.Tags.Length > 0 && i.Tags.Contains(tag));
        if (profile is not null)
        {
            var wanted = PublicId.TryParse<BusinessProfileId>(profile, out var business) ? business.Value
                : PublicId.TryParse<IndividualProfileId>(profile, out var individual) ? individual.Value : Guid.Empty;
            rows = rows.Where(i => i.ProfileId == wanted);
        }
        var found = await rows.NewestFirst(i => i.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var made = await decisions.FindAllAsync(work.Db, [.. found.Select(i => i.DecisionId).OfType<Guid>()], work.Canceled);
        return Answer.Ok(page.Of(found, i => InquiryResource.From(i, i.DecisionId is { } d ? made.GetValueOrDefault(d) : null), i => i.Id.Value));
    }

    /// <summary>Null for an id that is malformed, unknown or another tenant's.</summary>
    internal static async Task<Inquiry?> FindAsync(Work work, string id) =>
        PublicId.TryParse<InquiryId>(id, out var key) ? await work.Db.Set<Inquiry>().SingleOrDefaultAsync(i => i.Id == key, work.Canceled) : null;
}
