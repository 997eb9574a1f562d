using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Exchange;

/// <summary>The tenant's layer as a folder.</summary>
/// <param name="PackVersion">The pack that it lies over.</param>
/// <param name="Files">One document each, ordered by path.</param>
public sealed record PolicyExport(string PackVersion, IReadOnlyList<PolicyFile> Files);

/// <summary>
/// Gives all that the tenant wrote as a folder of YAML files, told as JSON: what is in force, and what was never in force the newest of.
/// A policy that only follows from its base is not in it: importing the base makes it again.
/// </summary>
internal static class ExportPolicies
{
    public static void Map(RouteGroupBuilder policies) =>
        policies.MapGet("/export", HandleAsync).Requires(Scopes.PoliciesRead)
            .WithSummary("Export the tenant's policies as a folder of YAML files").Produces<PolicyExport>()
            .ExampleAnswer("""{ "pack_version": "2026.11", "files": [{ "path": "de/local.yaml", "text": "key: de.local\noverlays: de.local\n" }] }""");

    private static async Task<IResult> HandleAsync(Work work, IPolicyBook book)
    {
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var current = inForce.Own.ToDictionary(p => p.Key, p => p.Number, StringComparer.Ordinal);
        var numbers = await work.Db.Set<PolicyVersion>().AsNoTracking().Where(v => v.Origin != PolicyVersionOrigin.Rebased && v.Origin != PolicyVersionOrigin.Adopted)
            .Select(v => new { v.Key, v.Number }).ToListAsync(work.Canceled);
        var wanted = numbers.GroupBy(v => v.Key).Select(g => (g.Key, Number: current.GetValueOrDefault(g.Key) is var n && g.Any(v => v.Number == n) ? n : g.Max(v => v.Number))).ToHashSet();
        var keys = wanted.Select(w => w.Key).ToList();
        var rows = await work.Db.Set<PolicyVersion>().AsNoTracking().Where(v => keys.Contains(v.Key)).ToListAsync(work.Canceled);
        return Answer.Ok(new PolicyExport(inForce.Pack.Version, [.. rows.Where(v => wanted.Contains((v.Key, v.Number))).Select(PolicyFolder.FileOf).OrderBy(f => f.Path, StringComparer.Ordinal)]));
    }
}
