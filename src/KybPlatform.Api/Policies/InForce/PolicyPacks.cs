using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>The pack of this build, and those of former builds that tenants stay on.</summary>
internal sealed class PolicyPacks
{
    // Reading all of them takes a while; only the first process of a build needs it.
    private static readonly Lazy<string> Written = new(static () =>
        new JsonArray([.. PolicyPack.Shipped.Documents.Values.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Json.DeepClone())]).ToJsonString());

    private readonly ConcurrentDictionary<string, PolicyPack> _former = new(StringComparer.Ordinal);

    /// <param name="version">Null for the one that is shipped.</param>
    public async Task<PolicyPack> FindAsync(PlatformDb db, string? version, CancellationToken ct)
    {
        if (version is null || version == PolicyPack.Shipped.Version) return PolicyPack.Shipped;
        if (_former.TryGetValue(version, out var known)) return known;
        var kept = await db.Set<ShippedPack>().AsNoTracking().SingleAsync(p => p.Version == version, ct);
        return _former.GetOrAdd(version, v => PolicyPack.From([.. Documents(kept.Documents)], v));
    }

    /// <summary>Keeps this build's pack, once.</summary>
    public static async Task KeepAsync(PlatformDb db, DateTimeOffset now, CancellationToken ct)
    {
        var version = PolicyPack.Shipped.Version;
        if (await db.Set<ShippedPack>().AsNoTracking().AnyAsync(p => p.Version == version, ct)) return;
        db.Add(new ShippedPack { Version = version, Documents = Written.Value, KeptAt = now });
        try
        {
            await db.CommitAsync(ct);
        }
        catch (ConflictException)
        {
            // Another process was faster.
        }
    }

    private static IEnumerable<PolicyDocument> Documents(string kept)
    {
        using var all = JsonDocument.Parse(kept);
        foreach (var document in all.RootElement.EnumerateArray())
            yield return PolicyLoader.FromJson(Encoding.UTF8.GetBytes(document.GetRawText())).Document ?? throw new FormatException("A kept pack holds a document that this build cannot read.");
    }
}
