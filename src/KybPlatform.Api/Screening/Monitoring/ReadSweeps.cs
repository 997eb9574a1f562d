using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>The receipt of a sweep: the tenant's monitored parties, held against what one change of a list brought.</summary>
/// <param name="FromSnapshot">What they were held against before; null where there was nothing, and the whole list counted as new.</param>
/// <param name="Arrived">Entries of the list that came or changed.</param>
/// <param name="Departed">Entries that went.</param>
/// <param name="PartiesHash">Over all parties that were looked at, in order.</param>
/// <param name="Changes">Results that changed: <c>GET …/changes</c> has a row for each.</param>
public sealed record SweepResource(
    SweepId Id, SweepStatus Status, string List, string? FromSnapshot, string ToSnapshot, int Arrived, int Departed, int Parties, string PartiesHash, int Changes,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, DateTimeOffset? LateAt)
{
    internal static SweepResource From(ScreeningSweep s) => new(
        s.Id, s.Status, s.ListKey, s.FromSnapshot, s.ToSnapshot, s.Arrived, s.Departed, s.Parties, $"sha256:{Convert.ToHexStringLower(s.PartiesHash)}", s.Changes, s.StartedAt, s.EndedAt, s.LateAt);
}

/// <summary>One changed result of a sweep.</summary>
/// <param name="Change"><c>found</c>, <c>reopened</c> (a judged or lapsed match whose list entry says something else now) or <c>cleared</c>.</param>
public sealed record SweepChangeResource(MatchId Match, MatchChange Change, string Profile, string Subject);

/// <summary>Shows what changes of lists meant for the tenant's parties.</summary>
internal static class ReadSweeps
{
    public static void Map(RouteGroupBuilder screening)
    {
        screening.MapGet("/sweeps", ListAsync).Requires(Scopes.ScreeningRead).Lists("list").WithSummary("List sweeps").Produces<Page<SweepResource>>().ProducesRefusals(422);
        screening.MapGet("/sweeps/{id}", GetAsync).Requires(Scopes.ScreeningRead).WithSummary("Read a sweep").Produces<SweepResource>().ProducesRefusals(404);
        screening.MapGet("/sweeps/{id}/changes", ChangesAsync).Requires(Scopes.ScreeningRead).Lists()
            .WithSummary("What a sweep changed").Produces<Page<SweepChangeResource>>().ProducesRefusals(404, 422);
    }

    private static async Task<IResult> ListAsync(string? list, Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<ScreeningSweep>().AsNoTracking();
        if (list is not null) rows = rows.Where(s => s.ListKey == list);
        var found = await rows.NewestFirst(s => s.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, SweepResource.From, s => s.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work) =>
        await FindAsync(work, id) is { } sweep ? Answer.Ok(SweepResource.From(sweep)) : Refused.Because(ScreeningErrors.SweepNotFound);

    private static async Task<IResult> ChangesAsync(string id, Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        if (await FindAsync(work, id) is not { } sweep) return Refused.Because(ScreeningErrors.SweepNotFound);
        var found = await work.Db.Set<ScreeningChange>().AsNoTracking().Where(c => c.SweepId == sweep.Id).NewestFirst(c => c.MatchId, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, c => new SweepChangeResource(c.MatchId, c.Change, PublicId.Write(c.OfBusiness ? "biz" : "ind", c.ProfileId), c.Subject), c => c.MatchId.Value));
    }

    private static async Task<ScreeningSweep?> FindAsync(Work work, string id) =>
        PublicId.TryParse<SweepId>(id, out var key) ? await work.Db.Set<ScreeningSweep>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == key, work.Canceled) : null;
}
