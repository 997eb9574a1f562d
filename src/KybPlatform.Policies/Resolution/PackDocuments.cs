using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>The shipped documents by key, each read when it is asked for. Going through all of them reads all of them, and keeps none. Safe for all threads.</summary>
/// <param name="examples">False leaves the examples of every document unread.</param>
internal sealed class PackDocuments(PackIndex index, bool examples) : IReadOnlyDictionary<string, PolicyDocument>
{
    private readonly ConcurrentDictionary<string, PolicyDocument> _read = new(StringComparer.Ordinal);

    public int Count => index.Entries.Count;
    public IEnumerable<string> Keys => index.Entries.Keys;
    public IEnumerable<PolicyDocument> Values => index.Entries.Values.Select(e => _read.GetValueOrDefault(e.Key) ?? Read(e));
    public PolicyDocument this[string key] => TryGetValue(key, out var document) ? document : throw new KeyNotFoundException($"The packs have no '{key}'.");

    public bool ContainsKey(string key) => index.Entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PolicyDocument value)
    {
        value = index.Entries.TryGetValue(key, out var entry) ? _read.GetOrAdd(key, static (_, of) => of.This.Read(of.Entry), (This: this, Entry: entry)) : null;
        return value is not null;
    }

    /// <summary>One that is read and not kept.</summary>
    public PolicyDocument Read(PackEntry entry)
    {
        var parts = PackText.Parts(PackFiles.Text(entry.File));
        if (entry.Part >= parts.Count) throw PackFiles.Stale(entry.Key);
        var load = PolicyLoader.FromYaml(examples ? parts[entry.Part] : PackText.WithoutExamples(parts[entry.Part]));
        if (load.Document is { } document) return document.Key == entry.Key ? document : throw PackFiles.Stale(entry.Key);
        throw new FormatException($"The policy packs are broken: {entry.File}, document {entry.Part}:\n" + string.Join('\n', load.Issues.Where(i => !i.IsWarning)));
    }

    public IEnumerator<KeyValuePair<string, PolicyDocument>> GetEnumerator() => Values.Select(d => KeyValuePair.Create(d.Key, d)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
