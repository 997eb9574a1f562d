using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Another case, and what it has in common with this one.</summary>
/// <param name="Same"><c>profile</c>, <c>owner</c>, <c>address</c>, <c>phone</c>, <c>email</c>, <c>identifier</c>, <c>document</c>.</param>
public sealed record RelatedCase(CaseId Id, CaseStatus Status, string? Resolution, IReadOnlyList<string> Same, DateTimeOffset CreatedAt);

/// <summary>Other cases, those with most in common first.</summary>
public sealed record RelatedCaseList(IReadOnlyList<RelatedCase> Data);

/// <summary>One thing that happened to a case.</summary>
/// <param name="Details">Codes, states and counts.</param>
public sealed record CaseEvent(DateTimeOffset At, string Type, string Actor, System.Text.Json.JsonElement? Details);

/// <summary>What a case has to do with others, and what happened to it.</summary>
internal static class RelatedCases
{
    private const int Most = 100;

    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapGet("/{id}/related", RelatedAsync).Requires(Scopes.CasesRead)
            .WithSummary("Cases of the same profile, owner, address, phone, number or document").Produces<RelatedCaseList>().ProducesRefusals(404);
        cases.MapGet("/{id}/timeline", TimelineAsync).Requires(Scopes.CasesRead).Lists().WithSummary("What happened to a case, oldest first").Produces<Page<CaseEvent>>().ProducesRefusals(404, 422);
    }

    private static async Task<IResult> RelatedAsync(string id, Work work)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        var links = work.Db.Set<CaseLink>().AsNoTracking();
        var common = links.Where(l => l.CaseId == row.Id).Join(links, l => new { l.Kind, l.Hash }, o => new { o.Kind, o.Hash }, (l, o) => new { o.CaseId, o.Kind }).Where(o => o.CaseId != row.Id);
        var most = await common.GroupBy(c => c.CaseId).Select(g => new { Id = g.Key, Count = g.Select(c => c.Kind).Distinct().Count() })
            .OrderByDescending(c => c.Count).ThenByDescending(c => c.Id).Take(Most).Select(c => c.Id).ToListAsync(work.Canceled);
        var ofProfile = row.ProfileId is null ? [] : await work.Db.Set<Case>().AsNoTracking().Where(c => c.Id != row.Id && c.ProfileId == row.ProfileId).OrderByDescending(c => c.Id).Take(Most)
            .Select(c => c.Id).ToListAsync(work.Canceled);
        var ids = most.Union(ofProfile).ToList();
        var kinds = (await common.Where(c => ids.Contains(c.CaseId)).Distinct().ToListAsync(work.Canceled)).ToLookup(c => c.CaseId, c => c.Kind);
        var rows = await work.Db.Set<Case>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(work.Canceled);
        IReadOnlyList<string> Same(Case other) => [.. kinds[other.Id].Concat(row.ProfileId is not null && other.ProfileId == row.ProfileId ? ["profile"] : []).Order(StringComparer.Ordinal)];
        return Answer.Ok(new RelatedCaseList([.. rows.Select(c => new RelatedCase(c.Id, c.Status, c.Resolution, Same(c), c.CreatedAt))
            .OrderByDescending(r => r.Same.Count).ThenByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id.Value).Take(Most)]));
    }

    private static async Task<IResult> TimelineAsync(string id, Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        var (name, after) = (row.Id.ToString(), page.After ?? Guid.Empty);
        var entries = await work.Db.Set<AuditEntry>().AsNoTracking().Where(e => e.Resource == name || e.Parent == name).Where(e => e.Id.CompareTo(after) > 0).OrderBy(e => e.Id).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(entries, e => new CaseEvent(e.At, e.Action, e.Actor, e.Details is null ? null : System.Text.Json.JsonDocument.Parse(e.Details).RootElement), e => e.Id));
    }
}
