using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>The life of a policy: everything that was, is or will be in force for its key, newest first.</summary>
internal static class ListPublications
{
    public static void Map(RouteGroupBuilder policies) =>
        policies.MapGet("/{key}/publications", HandleAsync).Requires(Scopes.PoliciesRead).Lists()
            .WithSummary("List the publications of a policy").Produces<Page<PublicationResource>>().ProducesRefusals(422);

    private static async Task<IResult> HandleAsync(string key, HttpContext http, Work work, IBacktests backtests)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var ofKey = await work.Db.Set<PolicyPublication>().AsNoTracking().Where(p => p.Key == key && p.EffectiveFrom != null && p.WithdrawnAt == null).ToListAsync(work.Canceled);
        var rows = await work.Db.Set<PolicyPublication>().AsNoTracking().Where(p => p.Key == key).NewestFirst(p => p.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var sets = rows.Select(r => r.SetId).Distinct().ToList();
        var keys = (await work.Db.Set<PolicyPublication>().AsNoTracking().Where(p => sets.Contains(p.SetId)).Select(p => new { p.SetId, p.Key, p.Leads }).ToListAsync(work.Canceled)).ToLookup(p => p.SetId);
        var tried = await backtests.LastAsync(work.Db, [.. rows.Select(r => r.Hash)], work.Canceled);
        return Answer.Ok(page.Of(rows, r => PublicationResource.From(
            r, [.. keys[r.SetId].OrderByDescending(p => p.Leads).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key)], Publications.SuccessorOf(r, ofKey), tried.GetValueOrDefault(r.Hash), work.Now), r => r.Id.Value));
    }
}
