using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>The tenant's own versions of a policy, newest first, and one of them whole.</summary>
internal static class ReadVersions
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapGet("/{key}/versions", ListAsync).Requires(Scopes.PoliciesRead).Lists()
            .WithSummary("List the tenant's versions of a policy").Produces<Page<PolicyVersionResource>>().ProducesRefusals(404, 422);
        policies.MapGet("/{key}/versions/{version}", GetAsync).Requires(Scopes.PoliciesRead).Versioned()
            .WithSummary("Read a version of a policy").Produces<PolicyVersionResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(string key, HttpContext http, Work work)
    {
        var page = PageQuery.ReadPosition(http);
        if (page.Error is { } error) return Refused.Because(error);
        var before = page.Position is { } position ? (int)Math.Min(position, int.MaxValue) : int.MaxValue;
        var rows = await work.Db.Set<PolicyVersion>().AsNoTracking().Where(v => v.Key == key && v.Number < before)
            .OrderByDescending(v => v.Number).Take(page.Limit + 1).ToListAsync(work.Canceled);
        if (rows.Count == 0 && page.Position is null) return Refused.Because(PolicyErrors.NoPolicy);
        var shown = rows.Take(page.Limit).Select(r => PolicyVersionResource.From(r, content: false)).ToList();
        return Answer.Ok(new Page<PolicyVersionResource>(shown, rows.Count > page.Limit, rows.Count > page.Limit ? Cursor.Write(shown[^1].Version) : null));
    }

    private static async Task<IResult> GetAsync(string key, string version, Work work) =>
        await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is { } row
            ? Answer.Ok(PolicyVersionResource.From(row, content: true), ETags.Of(row))
            : Refused.Because(PolicyErrors.NoVersion);
}
