using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles;

/// <summary>Whether a change's values are told.</summary>
public enum HistoryValues
{
    Shown,

    /// <summary>The caller may read the profile, and neither change it nor read the audit trail.</summary>
    Withheld,

    /// <summary>Whom they were about was erased.</summary>
    Erased,
}

/// <summary>One field's change. Old and new are left out where the values are not shown, and null where the field was not there.</summary>
public sealed record HistoryField(string Path, JsonElement? Old, JsonElement? New);

/// <summary>One change of a profile. The first one, the profile's making, names no fields.</summary>
public sealed record HistoryEntry(DateTimeOffset At, string Actor, FieldSource Source, HistoryValues Values, IReadOnlyList<HistoryField> Changes);

/// <summary>Tells who changed what, when, from what to what; newest first.</summary>
internal static class ReadHistory
{
    public static void MapBusiness(RouteGroupBuilder profiles) => profiles.MapGet("/{id}/history", BusinessAsync).Requires(Scopes.ProfilesRead).Lists()
        .WithSummary("Who changed what in a business profile").Produces<Page<HistoryEntry>>().ProducesRefusals(404, 422);

    public static void MapIndividual(RouteGroupBuilder profiles) => profiles.MapGet("/{id}/history", IndividualAsync).Requires(Scopes.ProfilesRead).Lists()
        .WithSummary("Who changed what in an individual profile").Produces<Page<HistoryEntry>>().ProducesRefusals(404, 422);

    private static async Task<IResult> BusinessAsync(string id, Work work, HttpContext http, SubjectVault vault) =>
        await BusinessProfiles.FindAsync(work, id) is { } profile
            ? await ReadAsync(profile.Id.Value, profile.Provenance, work, http, vault)
            : Refused.Because(ProfileErrors.NotFound(business: true));

    private static async Task<IResult> IndividualAsync(string id, Work work, HttpContext http, SubjectVault vault) =>
        await IndividualProfiles.FindAsync(work, id) is { } profile
            ? await ReadAsync(profile.Id.Value, profile.Provenance, work, http, vault)
            : Refused.Because(ProfileErrors.NotFound(business: false));

    private static async Task<IResult> ReadAsync(Guid profile, string provenance, Work work, HttpContext http, SubjectVault vault)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var changes = work.Db.Set<ProfileChange>().AsNoTracking().Where(c => c.ProfileId == profile);
        if (page.After is { } after) changes = changes.Where(c => c.Id < after);
        var rows = await changes.OrderByDescending(c => c.Id).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [.. rows.SelectMany(r => r.Subjects).Distinct()], work.Canceled);
        var mayOpen = work.Caller.Scopes.Contains(Scopes.ProfilesWrite) || work.Caller.Scopes.Contains(Scopes.AuditRead);
        var told = page.Of(rows, r => Entry(r, ring, mayOpen), r => r.Id);
        if (!told.HasMore && ProvenanceMap.Read(provenance).TryGetValue("*", out var made))
            told = told with { Data = [.. told.Data, new HistoryEntry(made.At, made.By, made.Source, HistoryValues.Shown, [])] };
        return Answer.Ok(told);
    }

    private static HistoryEntry Entry(ProfileChange change, SubjectRing ring, bool mayOpen)
    {
        var values = !ring.Has(change.Subjects[0]) ? HistoryValues.Erased : mayOpen ? HistoryValues.Shown : HistoryValues.Withheld;
        var opened = values is HistoryValues.Shown ? ProfileLedger.Open(change, ring) : null;
        return new HistoryEntry(change.At, change.Actor, change.Source, values,
            [.. change.Paths.Select(p => new HistoryField(p, Value(opened?[p]?["old"]), Value(opened?[p]?["new"])))]);
    }

    private static JsonElement? Value(JsonNode? node) => node is null ? null : JsonSerializer.SerializeToElement(node);
}
