using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Verifications;

/// <summary>Reads one verification with its evidence, and lists them newest first without.</summary>
internal static class ReadVerifications
{
    public static void Map(RouteGroupBuilder verifications)
    {
        verifications.MapGet("", ListAsync).Requires(Scopes.VerificationsRead).Lists("profile", "inquiry", "type", "status")
            .WithSummary("List verifications").Produces<Page<VerificationResource>>().ProducesRefusals(422);
        verifications.MapGet("/{id}", GetAsync).Requires(Scopes.VerificationsRead).WithSummary("Read a verification with its evidence").Produces<VerificationResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(string? profile, string? inquiry, string? type, string? status, Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<Verification>().AsNoTracking();
        if (profile is not null)
        {
            var wanted = PublicId.TryParse<BusinessProfileId>(profile, out var business) ? business.Value
                : PublicId.TryParse<IndividualProfileId>(profile, out var individual) ? individual.Value : Guid.Empty;
            rows = rows.Where(v => v.ProfileId == wanted);
        }
        if (inquiry is not null)
        {
            var wanted = PublicId.TryParse<InquiryId>(inquiry, out var key) ? key.Value : Guid.Empty;
            rows = rows.Where(v => v.InquiryId == wanted);
        }
        if (type is not null) rows = rows.Where(v => v.Type == type);
        if (status is not null)
        {
            if (!SnakeCase.TryParse<VerificationStatus>(status, out var wanted))
                return Refused.Because(VerificationErrors.Unknown("?status", "unknown_value", status, SnakeCase.All<VerificationStatus>()) with { OfShape = true });
            rows = Standing(rows, wanted, work.Now);
        }
        var found = await rows.NewestFirst(v => v.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, v => VerificationResource.From(v, work.Now), v => v.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work, SubjectVault vault)
    {
        if (await FindAsync(work, id) is not { } verification) return Refused.Because(VerificationErrors.NotFound);
        var ring = await vault.RingAsync(work.Db, work.Tenant, verification.Subjects, work.Canceled);
        return Answer.Ok(VerificationResource.From(verification, work.Now, ring), ETags.Of(verification));
    }

    /// <summary>Null for an id that is malformed, unknown or another tenant's.</summary>
    internal static async Task<Verification?> FindAsync(Work work, string id) =>
        PublicId.TryParse<VerificationId>(id, out var key) ? await work.Db.Set<Verification>().SingleOrDefaultAsync(v => v.Id == key, work.Canceled) : null;

    // As Verification.StatusAt tells it.
    private static IQueryable<Verification> Standing(IQueryable<Verification> rows, VerificationStatus wanted, DateTimeOffset now) => wanted switch
    {
        VerificationStatus.Expired => rows.Where(v => v.Status == VerificationStatus.Expired || (v.ValidUntil <= now && v.Status != VerificationStatus.Canceled)),
        VerificationStatus.Passed or VerificationStatus.Failed or VerificationStatus.Inconclusive => rows.Where(v => v.Status == wanted && (v.ValidUntil == null || v.ValidUntil > now)),
        VerificationStatus.Pending or VerificationStatus.Running or VerificationStatus.Canceled => rows.Where(v => v.Status == wanted),
        _ => throw new ArgumentOutOfRangeException(nameof(wanted)),
    };
}
