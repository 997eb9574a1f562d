using System.Collections;
using System.Diagnostics.CodeAnalysis;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>A tenant's documents, and below them those of its pack, of which only what is asked for is looked at.</summary>
internal sealed class LayeredDocuments(IReadOnlyDictionary<string, PolicyDocument> own, IReadOnlyDictionary<string, PolicyDocument> pack) : IReadOnlyDictionary<string, PolicyDocument>
{
    public int Count => Keys.Count();
    public IEnumerable<string> Keys => own.Keys.Union(pack.Keys, StringComparer.Ordinal);
    public IEnumerable<PolicyDocument> Values => Keys.Select(k => this[k]);
    public PolicyDocument this[string key] => own.TryGetValue(key, out var document) ? document : pack[key];

    public bool ContainsKey(string key) => own.ContainsKey(key) || pack.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PolicyDocument value) => own.TryGetValue(key, out value) || pack.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, PolicyDocument>> GetEnumerator() => Keys.Select(k => KeyValuePair.Create(k, this[k])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
