using System.Text;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>Documents of the tenant, read back from its versions.</summary>
internal static class Drafts
{
    public static Task<PolicyVersion?> FindAsync(PlatformDb db, string key, int number, CancellationToken ct) =>
        db.Set<PolicyVersion>().SingleOrDefaultAsync(v => v.Key == key && v.Number == number, ct);

    /// <summary>The tenant's documents that are in force, over its pack, or over another one.</summary>
    public static async Task<PolicyLayers> LayersAsync(PlatformDb db, PoliciesInForce inForce, CancellationToken ct, PolicyPack? over = null)
    {
        var wanted = inForce.Own.ToDictionary(p => p.Key, p => p.Number, StringComparer.Ordinal);
        var (keys, numbers) = (wanted.Keys.ToList(), wanted.Values.Distinct().ToList());
        var rows = wanted.Count == 0 ? [] : await db.Set<PolicyVersion>().AsNoTracking().Where(v => keys.Contains(v.Key) && numbers.Contains(v.Number)).ToListAsync(ct);
        return new PolicyLayers(over ?? inForce.Pack, rows.Where(v => wanted[v.Key] == v.Number).Select(DocumentOf));
    }

    /// <summary>What was sound when it was written is sound now: only what could be read is ever stored.</summary>
    public static PolicyDocument DocumentOf(PolicyVersion version) =>
        PolicyLoader.FromJson(Encoding.UTF8.GetBytes(version.Document)).Document ?? throw new FormatException($"Version {version.Number} of {version.Key} cannot be read.");

    public static async Task<ResolvedPolicy?> CandidateAsync(IPolicyBook book, PlatformDb db, string key, int number, DateTimeOffset at, CancellationToken ct)
    {
        if (await db.Set<PolicyVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Key == key && v.Number == number, ct) is not { } version) return null;
        // Frozen content is what its hash says, whatever it would resolve to today.
        if (version.Hash is { } hash && await book.FindAsync(db, hash, ct) is { } frozen) return frozen;
        if (PolicyLoader.FromJson(Encoding.UTF8.GetBytes(version.Document)).Document is not { } document) return null;
        if (PackAdoption.IsOf(version)) return null;
        var layers = await LayersAsync(db, await book.InForceAsync(db.Tenant!.Value, at, ct), ct);
        return layers.With(document).Resolve(key).Policy;
    }
}
