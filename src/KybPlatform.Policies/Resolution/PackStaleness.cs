using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>A policy that rests on a page whose state is older than asked for. <see cref="Oldest"/> is the state of its oldest page; <see cref="Pages"/> are the old ones, oldest first.</summary>
public sealed record StalePolicy(string Key, Certainty Certainty, DateOnly Oldest, IReadOnlyList<PolicySource> Pages);

/// <summary>Finds what should be read again. Regulations change without a word; only the age of what was read says that somebody ought to look.</summary>
public static class PackStaleness
{
    /// <summary>The state of a page: what the page itself claims, else the day it was read.</summary>
    public static DateOnly StateOf(PolicySource source) => source.AsOf is { } state && state < source.Retrieved ? state : source.Retrieved;

    /// <summary>Every policy with a page of an earlier state than <paramref name="before"/>, the oldest first, then by key. Bases count with the policies on top of them.</summary>
    public static IReadOnlyList<StalePolicy> Before(DateOnly before, PolicyCatalog packs) =>
        [.. packs.All.Select(p => Of(p, before)).OfType<StalePolicy>().OrderBy(s => s.Oldest).ThenBy(s => s.Key, StringComparer.Ordinal)];

    private static StalePolicy? Of(ResolvedPolicy policy, DateOnly before)
    {
        var sources = policy.Document.Sources.Concat(policy.Requirements.SelectMany(r => r.Sources)).Concat(policy.Rules.SelectMany(r => r.Sources));
        var old = sources.Where(s => StateOf(s) < before).Distinct().OrderBy(StateOf).ThenBy(s => s.Title, StringComparer.Ordinal).ToList();
        return old.Count == 0 ? null : new StalePolicy(policy.Key, policy.Certainty, StateOf(old[0]), old);
    }
}
