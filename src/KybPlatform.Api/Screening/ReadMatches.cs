using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Screening.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Screening;

/// <summary>Lists the tenant's matches, newest first.</summary>
internal static class ReadMatches
{
    public static void Map(RouteGroupBuilder screening)
    {
        screening.MapGet("/matches", ListAsync).Requires(Scopes.ScreeningRead).Lists("status", "profile", "list")
            .WithSummary("List possible matches").Produces<Page<MatchResource>>().ProducesRefusals(422);
        screening.MapGet("/matches/{id}", GetAsync).Requires(Scopes.ScreeningRead).WithSummary("Read a possible match").Produces<MatchResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(string? status, string? profile, string? list, Work work, HttpContext http, SubjectVault vault)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<ScreeningMatch>().AsNoTracking();
        if (status is not null)
        {
            if (!SnakeCase.TryParse<MatchStatus>(status, out var wanted)) return Refused.Because(UnknownStatus(status));
            rows = rows.Where(m => m.Status == wanted);
        }
        if (profile is not null)
        {
            var wanted = ProfileOf(profile);
            rows = rows.Where(m => m.ProfileId == wanted);
        }
        if (list is not null) rows = rows.Where(m => m.ListKey == list);
        var found = await rows.NewestFirst(m => m.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [.. found.Select(m => m.SealedFor).Distinct()], work.Canceled);
        return Answer.Ok(page.Of(found, m => MatchResource.From(m, ring), m => m.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work, SubjectVault vault)
    {
        if (await FindAsync(work, id) is not { } match) return Refused.Because(ScreeningErrors.MatchNotFound);
        return Answer.Ok(MatchResource.From(match, await vault.RingAsync(work.Db, work.Tenant, [match.SealedFor], work.Canceled)), ETags.Of(match));
    }

    /// <summary>Null for an id that is malformed, unknown or another tenant's.</summary>
    internal static async Task<ScreeningMatch?> FindAsync(Work work, string id) =>
        PublicId.TryParse<MatchId>(id, out var key) ? await work.Db.Set<ScreeningMatch>().SingleOrDefaultAsync(m => m.Id == key, work.Canceled) : null;

    private static Guid ProfileOf(string id) =>
        PublicId.TryParse<BusinessProfileId>(id, out var business) ? business.Value : PublicId.TryParse<IndividualProfileId>(id, out var individual) ? individual.Value : Guid.Empty;

    private static Error UnknownStatus(string given)
    {
        var detail = $"Not one of {string.Join(", ", SnakeCase.All<MatchStatus>())}.{Nearest.Hint(given, SnakeCase.All<MatchStatus>())}";
        return Error.Invalid("unknown_value", detail, new FieldError("?status", "unknown_value", detail)) with { OfShape = true };
    }
}
