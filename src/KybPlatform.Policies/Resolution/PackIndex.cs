using System.Text.Json;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>A document of the packs: where it is written and what it stands on.</summary>
/// <param name="File">As <see cref="PackFiles.Names"/>.</param>
/// <param name="Part">Which document of the file, from 0.</param>
/// <param name="Head">Null for a base.</param>
internal sealed record PackEntry(string Key, string File, int Part, IReadOnlyList<string> Extends, PolicyHead? Head);

/// <summary>
/// What is in the packs, so that a process can start without reading them. Checked in beside them; <see cref="PackIndexWriter"/> makes it,
/// and a test of the build compares.
/// </summary>
internal sealed class PackIndex
{
    public const string File = "index.json";

    private PackIndex(string version, IEnumerable<PackEntry> entries) => (Version, Entries) = (version, entries.ToDictionary(e => e.Key, StringComparer.Ordinal));

    public string Version { get; }

    /// <summary>By key, in order of key.</summary>
    public IReadOnlyDictionary<string, PackEntry> Entries { get; }

    /// <summary>Empty in a build without packs.</summary>
    public static PackIndex ReadShipped() => PackFiles.Names.Count == 0 ? new PackIndex(PackFiles.Version(), []) : Read(PackFiles.Text(File));

    public static PackIndex Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return new PackIndex(json.RootElement.GetProperty("version").GetString()!, json.RootElement.GetProperty("documents").EnumerateArray().Select(Entry));
    }

    private static PackEntry Entry(JsonElement e)
    {
        var key = Text(e, "key")!;
        return new PackEntry(key, Text(e, "file")!, e.GetProperty("part").GetInt32(), Texts(e, "extends"), e.TryGetProperty("hash", out _) ? Head(key, e) : null);
    }

    private static PolicyHead Head(string key, JsonElement e) => new(
        key, e.GetProperty("version").GetInt32(), Text(e, "title")!, Scope(e.GetProperty("scope")), e.TryGetProperty("not_offered", out _),
        SnakeCase.TryRead<Certainty>(Text(e, "certainty")!, out var certainty) ? certainty : throw new FormatException($"The index of the packs has no certainty for '{key}'."),
        Text(e, "hash")!, [.. Texts(e, "needs").Select(ProviderNeed.Parse)]);

    private static PolicyScope Scope(JsonElement s) => new(
        Text(s, "country"), Text(s, "region"), Text(s, "sender_type"), Text(s, "applicant"), Text(s, "use_case"), Text(s, "origin"), Text(s, "purpose"), s.TryGetProperty("fallback", out _));

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IReadOnlyList<string> Texts(JsonElement e, string name) => e.TryGetProperty(name, out var values) ? [.. values.EnumerateArray().Select(v => v.GetString()!)] : [];
}
