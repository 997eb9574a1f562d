using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Reads one case, and lists them newest first.</summary>
internal static class ReadCases
{
    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapGet("", ListAsync).Requires(Scopes.CasesRead).Lists("status", "queue", "assignee", "inquiry", "country", "sender_type", "profile")
            .TakesQuery("status", "Only those in this state.", SnakeCase.All<CaseStatus>())
            .TakesQuery("queue", "Only those of this queue, by its id; `none` for those in none.", ExampleValues.Id("que"))
            .TakesQuery("assignee", "Only those of this user or service; `me` for the caller's, `none` for those of nobody.", "me")
            .WithSummary("List cases").Produces<Page<CaseResource>>().ProducesRefusals(422);
        cases.MapGet("/{id}", GetAsync).Requires(Scopes.CasesRead).Versioned().WithSummary("Read a case").Produces<CaseResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(
        string? status, string? queue, string? assignee, string? inquiry, string? country, string? sender_type, string? profile, Work work, HttpContext http, SubjectVault vault)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<Case>().AsNoTracking();
        if (status is not null)
        {
            if (!SnakeCase.TryParse<CaseStatus>(status, out var wanted)) return Refused.Because(UnknownStatus(status));
            rows = rows.Where(c => c.Status == wanted);
        }
        if (queue is not null)
        {
            CaseQueueId? wanted = queue == "none" ? null : PublicId.TryParse<CaseQueueId>(queue, out var id) ? id : default(CaseQueueId);
            rows = wanted is null ? rows.Where(c => c.QueueId == null) : rows.Where(c => c.QueueId == wanted);
        }
        if (assignee is not null)
        {
            var wanted = assignee == "me" ? work.Caller.Actor.ToString() : assignee;
            rows = assignee == "none" ? rows.Where(c => c.Assignee == null) : rows.Where(c => c.Assignee == wanted);
        }
        if (inquiry is not null)
        {
            var wanted = PublicId.TryParse<InquiryId>(inquiry, out var id) ? id : default;
            rows = rows.Where(c => c.InquiryId == wanted);
        }
        if (country is not null) rows = rows.Where(c => c.Country == country);
        if (sender_type is not null) rows = rows.Where(c => c.SenderType == sender_type);
        if (profile is not null)
        {
            var wanted = ProfileOf(profile);
            rows = rows.Where(c => c.ProfileId == wanted);
        }
        var found = await rows.NewestFirst(c => c.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var ring = await CaseResource.RingAsync(work, vault, found);
        return Answer.Ok(page.Of(found, c => CaseResource.From(c, ring), c => c.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work, SubjectVault vault) =>
        await FindAsync(work, id) is { } row ? Answer.Ok(CaseResource.From(row, await CaseResource.RingAsync(work, vault, row)), ETags.Of(row)) : Refused.Because(CaseErrors.NotFound);

    /// <summary>Null for an id that is malformed, unknown or another tenant's.</summary>
    internal static async Task<Case?> FindAsync(Work work, string? id) =>
        PublicId.TryParse<CaseId>(id, out var key) ? await work.Db.Set<Case>().SingleOrDefaultAsync(c => c.Id == key, work.Canceled) : null;

    internal static Guid ProfileOf(string id) =>
        PublicId.TryParse<BusinessProfileId>(id, out var business) ? business.Value : PublicId.TryParse<IndividualProfileId>(id, out var individual) ? individual.Value : Guid.Empty;

    private static Error UnknownStatus(string given)
    {
        var detail = $"Not one of {string.Join(", ", SnakeCase.All<CaseStatus>())}.{Nearest.Hint(given, SnakeCase.All<CaseStatus>())}";
        return Error.Invalid("unknown_value", detail, new FieldError("?status", "unknown_value", detail)) with { OfShape = true };
    }
}
