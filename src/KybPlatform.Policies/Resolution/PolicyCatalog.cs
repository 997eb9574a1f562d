using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>A set of policies that are in force together, found by scope. Immutable; safe for all threads.</summary>
public sealed class PolicyCatalog
{
    private readonly ScopeIndex<ResolvedPolicy> _index;
    private readonly Dictionary<string, ResolvedPolicy> _byKey;
    private ResolvedPolicy[]? _forUses;

    private PolicyCatalog(IReadOnlyList<ResolvedPolicy> policies, string packVersion)
    {
        All = policies;
        PackVersion = packVersion;
        _byKey = policies.ToDictionary(p => p.Key, StringComparer.Ordinal);
        _index = new ScopeIndex<ResolvedPolicy>(policies.ToDictionary(p => p.Scope));
    }

    /// <summary>All policies that have a scope, ordered by key. Bases are in them, not among them.</summary>
    public IReadOnlyCollection<ResolvedPolicy> All { get; }

    /// <summary>The version of the pack they come from.</summary>
    public string PackVersion { get; }

    /// <summary>The shipped packs. Made once, from their index; each policy's content is made when it is first used.</summary>
    public static PolicyCatalog LoadPacks() => PolicyPack.Shipped.Catalog;

    /// <summary>Policies that are known to be sound together.</summary>
    internal static PolicyCatalog Of(IEnumerable<ResolvedPolicy> policies, string packVersion) => new([.. policies], packVersion);

    /// <summary>Null when something is wrong with any document; the issues name the document before the pointer.</summary>
    public static PolicyCatalog? From(IReadOnlyCollection<PolicyDocument> documents, string packVersion, List<PolicyIssue> issues)
    {
        foreach (var twice in documents.GroupBy(d => d.Key).Where(g => g.Count() > 1))
            issues.Add(new PolicyIssue($"{twice.Key}#/key", "duplicate_policy", "Two documents have this key."));
        var byKey = documents.DistinctBy(d => d.Key).ToDictionary(d => d.Key, StringComparer.Ordinal);
        var expressions = new ExpressionCache();
        var policies = documents.DistinctBy(d => d.Key).Where(d => !d.IsBase).OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => Resolve(d, byKey, issues, expressions)).OfType<ResolvedPolicy>().ToList();
        foreach (var same in policies.GroupBy(p => p.Scope).Where(g => g.Count() > 1))
            issues.Add(new PolicyIssue($"{same.First().Key}#/scope", "ambiguous_scope", $"{string.Join(" and ", same.Select(p => p.Key))} have the same scope."));
        return issues.Exists(i => !i.IsWarning) ? null : new PolicyCatalog(policies, packVersion);
    }

    /// <summary>The same with these policies over it: each takes the place of the one of its key, and of one with the same scope.</summary>
    public PolicyCatalog With(IReadOnlyCollection<ResolvedPolicy> own)
    {
        if (own.Count == 0) return this;
        var (keys, scopes) = (own.Select(p => p.Key).ToHashSet(StringComparer.Ordinal), own.Select(p => p.Scope).ToHashSet());
        var stays = All.Where(p => !keys.Contains(p.Key) && !scopes.Contains(p.Scope));
        return new PolicyCatalog([.. stays.Concat(own).OrderBy(p => p.Key, StringComparer.Ordinal)], PackVersion);
    }

    /// <summary>The same text where the same policies are in force, whatever made them so.</summary>
    public string Fingerprint => field ??= CanonicalJson.Hash(string.Join('\n', All.Select(p => p.Hash)));

    /// <summary>The most specific policy that matches. Null means that there is no policy, which is never permission.</summary>
    public ResolvedPolicy? Resolve(PolicyQuery query) => _index.Find(query);

    /// <summary>
    /// The facts that hold back the answer of <see cref="Resolve(PolicyQuery)"/>: another policy, more specific, might be the one that answers, and what it is for is not known. Sorted;
    /// empty where nothing is in doubt. Leaving out a purpose must never lead past the policy that was made for it.
    /// </summary>
    public IReadOnlyList<string> Undecided(PolicyQuery query)
    {
        _forUses ??= [.. All.Where(p => p.Scope is not { Purpose: null, Origin: null, UseCase: null })];
        if (_forUses.Length == 0) return [];
        var least = Resolve(query)?.Scope.Specificity ?? int.MinValue;
        return [.. _forUses.Where(p => p.Scope.Specificity > least).SelectMany(p => p.Scope.Undecided(query)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Whether a submission of a cell would be judged otherwise than by another catalog: by another content, or not before something is known that the other one did
    /// not ask for.
    /// </summary>
    public bool AnswersOtherwise(PolicyQuery query, PolicyCatalog before)
    {
        var (was, becomes) = (before.Resolve(query), Resolve(query));
        return (was?.Hash != becomes?.Hash && was?.ContentHash != becomes?.ContentHash) || Undecided(query).Except(before.Undecided(query), StringComparer.Ordinal).Any();
    }

    /// <summary>Null when there is no policy of this key, or it is a base.</summary>
    public ResolvedPolicy? Find(string key) => _byKey.GetValueOrDefault(key);

    private static ResolvedPolicy? Resolve(PolicyDocument document, Dictionary<string, PolicyDocument> byKey, List<PolicyIssue> issues, ExpressionCache expressions)
    {
        var own = new List<PolicyIssue>();
        var policy = ResolvedPolicy.From(document, byKey, own, expressions);
        issues.AddRange(own.Select(i => i with { Pointer = $"{document.Key}#{i.Pointer}" }));
        return policy;
    }
}
