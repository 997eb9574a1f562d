using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Audit;

/// <summary>Names one entry of the audit trail.</summary>
public readonly record struct AuditEntryId(Guid Value) : IPublicId<AuditEntryId>
{
    public static string Prefix => "aud";
    public static AuditEntryId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>One change: who did what to what, and when.</summary>
/// <param name="Actor"><c>usr_…</c>, <c>key_…</c> of a service, <c>platform</c> or <c>automation</c>.</param>
/// <param name="Details">Codes, states and counts; never a classified value.</param>
public sealed record AuditEntryResource(
    AuditEntryId Id, DateTimeOffset At, string Actor, string Action, string Resource, string? Parent, string? RequestId, JsonElement? Details);

internal static class ListAuditEntries
{
    public static void Map(RouteGroupBuilder entries) =>
        entries.MapGet("", HandleAsync).Requires(Scopes.AuditRead).Lists("resource", "actor")
            .WithSummary("Read the audit trail, newest first").Produces<Page<AuditEntryResource>>().ProducesRefusals(422);

    private static async Task<IResult> HandleAsync(HttpContext http, Work work, string? resource, string? actor)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var entries = work.Db.Set<AuditEntry>().AsNoTracking();
        if (resource is not null) entries = entries.Where(e => e.Resource == resource || e.Parent == resource);
        if (actor is not null) entries = entries.Where(e => e.Actor == actor);
        if (page.After is { } after) entries = entries.Where(e => e.Id < after);
        var rows = await entries.OrderByDescending(e => e.Id).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(rows, View, e => e.Id));
    }

    private static AuditEntryResource View(AuditEntry entry) => new(
        new AuditEntryId(entry.Id), entry.At, entry.Actor, entry.Action, entry.Resource, entry.Parent, entry.RequestId,
        entry.Details is null ? null : JsonSerializer.Deserialize<JsonElement>(entry.Details));
}
