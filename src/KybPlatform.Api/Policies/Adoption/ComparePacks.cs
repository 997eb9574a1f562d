using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Comparison;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies.Adoption;

/// <summary>A policy that is not the same in two packs.</summary>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Effect">What it means for applicants; null for one that was added or removed.</param>
/// <param name="InUse">It answers, or would answer, for something that the tenant decided or permitted.</param>
/// <param name="Own">The tenant has a document of this key in force, laid over the pack's or in its place: the check of the adoption tells what becomes of it.</param>
/// <param name="Summary">What differs, one sentence for each entry.</param>
public sealed record PackPolicyChange(
    string Key, string Title, PolicyScopeResource Scope, DifferenceKind Change, int? FromVersion, int? ToVersion, PolicyEffect? Effect, bool InUse, bool Own, IReadOnlyList<string> Summary);

/// <summary>What the pack's authors say about one of its versions.</summary>
public sealed record PackReleaseResource(string Version, DateOnly Released, IReadOnlyList<string> Changes);

/// <summary>What lies between two packs: the words of their authors, and the policies that differ.</summary>
/// <param name="Changelog">Of every version after the older of the two, up to the newer; newest first.</param>
/// <param name="InUse">How many of the differing policies concern something that the tenant decided or permitted.</param>
public sealed record PackComparison(
    string From, string To, IReadOnlyList<PackReleaseResource> Changelog, int Added, int Removed, int Changed, int InUse,
    IReadOnlyList<PackPolicyChange> Data, bool HasMore, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? NextCursor);

/// <summary>Shows what another pack would change, before anybody adopts it.</summary>
internal static class ComparePacks
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapGet("/pack/diff", ListAsync).Requires(Scopes.PoliciesRead).Lists()
            .WithSummary("What differs between two packs: changelog and policies").Produces<PackComparison>().ProducesRefusals(422)
            .TakesQuery("from", "A pack; left out, the one in force.", "2026.11.4").TakesQuery("to", "A pack; left out, the one that is shipped.", "2026.11.4")
            .TakesQuery("in_use", "Only policies that concern something that the tenant decided or permitted.", ["true", "false"])
            .Refuses(422, "unknown_pack", "There is no such pack.");
        policies.MapGet("/pack/diff/{key}", OneAsync).Requires(Scopes.PoliciesRead)
            .WithSummary("What differs between two packs in one policy, requirement by requirement, rule by rule, cell by cell").Produces<JsonElement>().ProducesRefusals(404, 422)
            .TakesQuery("from", "A pack; left out, the one in force.", "2026.11.4").TakesQuery("to", "A pack; left out, the one that is shipped.", "2026.11.4")
            .Refuses(422, "unknown_pack", "There is no such pack.")
            .ExampleAnswer("""{ "from": { "key": "gb.alphanumeric", "version": 1 }, "to": { "key": "gb.alphanumeric", "version": 1 }, "differences": [] }""");
    }

    private static async Task<IResult> ListAsync(
        string? from, string? to, string? in_use, HttpContext http, Work work, IPolicyBook book, PolicyPacks packs, IRegistrationDesk registrations, IPastDecisions past)
    {
        var page = PageQuery.ReadPosition(http);
        if (page.Error is { } error) return Refused.Because(error);
        if (in_use is not (null or "" or "true" or "false")) return Refused.Because(NotTrueOrFalse);
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var found = await PairAsync(work, packs, inForce, from, to);
        if (found.IsRefused(out var unknown)) return Refused.Because(unknown);
        var (before, after) = found.Value;
        var cells = (await registrations.CellsAsync(work.Db, work.Canceled)).Select(c => c.Vetted.Cell).OfType<PolicyQuery>().Concat(await past.CellsAsync(work.Tenant, work.Canceled)).Distinct().ToList();
        var used = cells.SelectMany(c => (string?[])[before.Catalog.Resolve(c)?.Key, after.Catalog.Resolve(c)?.Key]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var all = PackDiff.Between(before.Catalog, after.Catalog);
        var shown = in_use is "true" or "false" ? [.. all.Where(d => used.Contains(d.Key) == (in_use == "true"))] : all;
        var skip = (int)Math.Min(page.Position ?? 0, int.MaxValue / 2);
        var more = shown.Count > skip + page.Limit;
        return Answer.Ok(new PackComparison(
            before.Version, after.Version, [.. PackChangelog.Between(before.Version, after.Version).Select(r => new PackReleaseResource(r.Version, r.Released, r.Changes))],
            Count(all, DifferenceKind.Added), Count(all, DifferenceKind.Removed), Count(all, DifferenceKind.Changed), all.Count(d => used.Contains(d.Key)),
            [.. shown.Skip(skip).Take(page.Limit).Select(d => View(d, used, inForce))], more, more ? Cursor.Write((long)skip + page.Limit) : null));
    }

    private static async Task<IResult> OneAsync(string key, string? from, string? to, Work work, IPolicyBook book, PolicyPacks packs)
    {
        var found = await PairAsync(work, packs, await book.InForceAsync(work.Tenant, work.Now, work.Canceled), from, to);
        if (found.IsRefused(out var unknown)) return Refused.Because(unknown);
        var (before, after) = (found.Value.From.Catalog.Find(key), found.Value.To.Catalog.Find(key));
        return before is null || after is null ? Refused.Because(PolicyErrors.NoPolicy) : Answer.Ok(PolicyDiff.Between(before, after).ToJson());
    }

    private static async Task<Result<(PolicyPack From, PolicyPack To)>> PairAsync(Work work, PolicyPacks packs, PoliciesInForce inForce, string? from, string? to)
    {
        var available = await PinPack.AvailableAsync(work);
        if (!string.IsNullOrEmpty(from) && !available.Contains(from)) return PolicyErrors.UnknownPack(from, available, "?from");
        if (!string.IsNullOrEmpty(to) && !available.Contains(to)) return PolicyErrors.UnknownPack(to, available, "?to");
        return (string.IsNullOrEmpty(from) ? inForce.Pack : await packs.FindAsync(work.Db, from, work.Canceled), await packs.FindAsync(work.Db, string.IsNullOrEmpty(to) ? null : to, work.Canceled));
    }

    private static PackPolicyChange View(PackPolicyDifference difference, HashSet<string> used, PoliciesInForce inForce)
    {
        var (policy, inside) = ((difference.To ?? difference.From)!, difference.Inside);
        return new PackPolicyChange(
            difference.Key, difference.Title, PolicyScopeResource.From(policy.Scope), difference.Kind, difference.From?.Version, difference.To?.Version, inside?.Effect,
            used.Contains(difference.Key), inForce.Own.Any(p => p.Key == difference.Key), inside?.Summary ?? []);
    }

    private static int Count(IReadOnlyList<PackPolicyDifference> all, DifferenceKind kind) => all.Count(d => d.Kind == kind);

    private static Error NotTrueOrFalse => Error.Invalid("unknown_value", "in_use is true or false.", new FieldError("?in_use", "unknown_value", "true or false."));
}
