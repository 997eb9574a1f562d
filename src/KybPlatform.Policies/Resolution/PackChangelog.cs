using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>What a version of the pack changed, in the words of those who wrote it.</summary>
public sealed record PackRelease(string Version, DateOnly Released, IReadOnlyList<string> Changes);

/// <summary>The releases of the pack, newest first, as pack.yaml tells them.</summary>
public static class PackChangelog
{
    private static readonly Lazy<IReadOnlyList<PackRelease>> OfThisBuild = new(static () => Read(YamlText.Parse(PackFiles.Text(PackFiles.PackFile)).Root));

    /// <summary>All releases that this build knows of.</summary>
    public static IReadOnlyList<PackRelease> Shipped => OfThisBuild.Value;

    /// <summary>What lies between two versions, newest first, in whichever direction one goes: everything after the older one, up to the newer. A version that is not told of counts as older than all.</summary>
    public static IReadOnlyList<PackRelease> Between(string from, string to) => Between(Shipped, from, to);

    internal static IReadOnlyList<PackRelease> Between(IReadOnlyList<PackRelease> releases, string from, string to)
    {
        var (a, b) = (Place(releases, from), Place(releases, to));
        return [.. releases.Skip(Math.Min(a, b)).Take(Math.Abs(a - b))];
    }

    internal static IReadOnlyList<PackRelease> Read(JsonNode? pack) => [.. (pack?["changelog"] as JsonArray ?? []).Select(Release)];

    private static PackRelease Release(JsonNode? entry) => new(
        entry!["version"]!.ToString(), DateOnly.ParseExact(entry["released"]!.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        [.. (entry["changes"] as JsonArray ?? []).Select(c => c!.ToString())]);

    private static int Place(IReadOnlyList<PackRelease> releases, string version)
    {
        for (var i = 0; i < releases.Count; i++)
            if (releases[i].Version == version) return i;
        return releases.Count;
    }
}
