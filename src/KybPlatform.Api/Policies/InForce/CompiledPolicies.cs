using System.Collections.Concurrent;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>Policies that were compiled in this process, by hash: tenants with the same content share it.</summary>
internal sealed class CompiledPolicies
{
    private const int MostRemembered = 4_000;
    private readonly Lazy<Dictionary<string, ResolvedPolicy>> _shipped = new(static () => PolicyPack.Shipped.Catalog.All.ToDictionary(p => p.Hash, StringComparer.Ordinal));
    private readonly ConcurrentDictionary<string, ResolvedPolicy> _others = new(StringComparer.Ordinal);

    public ResolvedPolicy? Find(string hash) => _shipped.Value.GetValueOrDefault(hash) ?? _others.GetValueOrDefault(hash);

    /// <summary>Compiles it unless somebody did before.</summary>
    public ResolvedPolicy Of(string hash, string canonicalJson)
    {
        if (Find(hash) is { } known) return known;
        // Whoever has one in force holds on to it; what is forgotten here is compiled again when it is asked for.
        if (_others.Count > MostRemembered) _others.Clear();
        return _others.GetOrAdd(hash, _ => ResolvedPolicy.FromCanonicalJson(canonicalJson));
    }
}
