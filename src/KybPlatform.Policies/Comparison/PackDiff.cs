namespace KybPlatform.Policies.Comparison;

/// <summary>A policy that is not the same in two packs.</summary>
/// <param name="From">Null for one that was added.</param>
/// <param name="To">Null for one that was removed.</param>
public sealed record PackPolicyDifference(string Key, ResolvedPolicy? From, ResolvedPolicy? To)
{
    public DifferenceKind Kind => From is null ? DifferenceKind.Added : To is null ? DifferenceKind.Removed : DifferenceKind.Changed;

    public string Title => (To ?? From)!.Title;

    /// <summary>Requirement by requirement, rule by rule, cell by cell; null unless both have it.</summary>
    public PolicyDiff? Inside => From is null || To is null ? null : PolicyDiff.Between(From, To);

    /// <summary>Whether one of its two forms answers for the cell, in its own pack.</summary>
    public bool Answers(PolicyQuery cell, PolicyCatalog from, PolicyCatalog to) => (From is not null && from.Resolve(cell)?.Key == Key) || (To is not null && to.Resolve(cell)?.Key == Key);
}

/// <summary>What differs between two packs, policy by policy. Told apart by hash, so that nothing is read of what is the same.</summary>
public static class PackDiff
{
    /// <summary>By key.</summary>
    public static IReadOnlyList<PackPolicyDifference> Between(PolicyCatalog from, PolicyCatalog to) =>
    [
        .. from.All.Select(p => p.Key).Union(to.All.Select(p => p.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(k => new PackPolicyDifference(k, from.Find(k), to.Find(k))).Where(d => d.From?.Hash != d.To?.Hash),
    ];
}
