using System.Text.Json;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>One version of one of the tenant's policies. Document and source are left out in lists.</summary>
/// <param name="Hash">Of the resolved content, once it is frozen.</param>
/// <param name="ContentHash">The same whatever the version's number: equal in two tenants that have the same.</param>
/// <param name="Source">The text as it was sent.</param>
/// <param name="Format"><c>yaml</c> or <c>json</c>.</param>
public sealed record PolicyVersionResource(
    string Key, int Version, PolicyVersionState State, PolicyVersionOrigin Origin, bool Base, string? Hash, string? ContentHash, string? PackVersion, IReadOnlyList<string> Authors,
    string? Summary, JsonElement? Document, string? Source, string Format, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FrozenAt)
{
    internal static PolicyVersionResource From(PolicyVersion row, bool content) => new(
        row.Key, row.Number, row.State, row.Origin, row.IsBase, row.Hash, row.ContentHash, row.PackVersion, row.Authors, row.Summary,
        content ? JsonDocument.Parse(row.Document).RootElement.Clone() : null, content ? row.Source : null, row.Format, row.CreatedAt, row.UpdatedAt, row.FrozenAt);
}

/// <summary>Numbers for new versions.</summary>
internal static class VersionNumbers
{
    /// <summary>One more than the last; the first one over a key of the pack follows the pack's own, so that a number names one content.</summary>
    public static async Task<int> NextAsync(PlatformDb db, PolicyPack pack, string key, CancellationToken ct)
    {
        var last = await db.Set<PolicyVersion>().AsNoTracking().Where(v => v.Key == key).MaxAsync(v => (int?)v.Number, ct) ?? 0;
        return Math.Max(last, pack.Documents.TryGetValue(key, out var below) ? below.Version : 0) + 1;
    }

    public static int? Read(string given) =>
        int.TryParse(given, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The version that a path names; null where there is none.</summary>
    public static async Task<PolicyVersion?> FindAsync(PlatformDb db, string key, string version, CancellationToken ct) =>
        Read(version) is { } number ? await Drafts.FindAsync(db, key, number, ct) : null;
}
