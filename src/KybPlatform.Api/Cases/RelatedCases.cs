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

/// <summary>What happened, oldest first.</summary>
public sealed record CaseStory(IReadOnlyList<CaseEvent> Data);

/// <summary>What a case has to do with others, and what happened to it.</summary>
internal static class RelatedCases
{
    private const int Most = 100;

    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapGet("/{id}/related", RelatedAsync).Requires(Scopes.CasesRead)
            .WithSummary("Cases of the same profile, owner, address, phone, number or document").Produces<RelatedCaseList>().ProducesRefusals(404);
        cases.MapGet("/{id}/timeline", TimelineAsync).Requires(Scopes.CasesRead).WithSummary("What happened to a case").Produces<CaseStory>().ProducesRefusals(404);
    }

    private static async Task<IResult> RelatedAsync(string id, Work work)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        var common = await work.Db.Set<CaseLink>().AsNoTracking().Where(l => l.CaseId == row.Id)
            .Join(work.Db.Set<CaseLink>().AsNoTracking(), l => new { l.Kind, l.Hash }, o => new { o.Kind, o.Hash }, (l, o) => new { o.CaseId, o.Kind })
            .Where(o => o.CaseId != row.Id).Take(Most * 10).ToListAsync(work.Canceled);
        var ids = common.Select(c => c.CaseId).Distinct().ToList();
        var rows = await work.Db.Set<Case>().AsNoTracking().Where(c => c.Id != row.Id && (ids.Contains(c.Id) || (row.ProfileId != null && c.ProfileId == row.ProfileId))).Take(Most * 2).ToListAsync(work.Canceled);
        IReadOnlyList<string> Same(Case other) =>
            [.. common.Where(c => c.CaseId == other.Id).Select(c => c.Kind).Concat(row.ProfileId is not null && other.ProfileId == row.ProfileId ? ["profile"] : []).Distinct().Order(StringComparer.Ordinal)];
        return Answer.Ok(new RelatedCaseList([.. rows.Select(c => new RelatedCase(c.Id, c.Status, c.Resolution, Same(c), c.CreatedAt))
            .OrderByDescending(r => r.Same.Count).ThenByDescending(r => r.CreatedAt).Take(Most)]));
    }

    private static async Task<IResult> TimelineAsync(string id, Work work)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        var name = row.Id.ToString();
        var entries = await work.Db.Set<AuditEntry>().AsNoTracking().Where(e => e.Resource == name || e.Parent == name).OrderBy(e => e.Id).Take(1000).ToListAsync(work.Canceled);
        return Answer.Ok(new CaseStory([.. entries.Select(e => new CaseEvent(e.At, e.Action, e.Actor, e.Details is null ? null : System.Text.Json.JsonDocument.Parse(e.Details).RootElement))]));
    }
}
