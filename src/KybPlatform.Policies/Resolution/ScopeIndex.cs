using System.Collections.Frozen;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>
/// Finds the most specific scope that matches. One dictionary lookup for each combination of parts that any policy states,
/// most specific combination first; a country can be in several regions, of which the smallest answers.
/// </summary>
internal sealed class ScopeIndex<T> where T : class
{
    private readonly FrozenDictionary<PolicyScope, T> _byScope;
    private readonly PolicyScope[] _shapes;
    private readonly string[] _regions;

    public ScopeIndex(IReadOnlyDictionary<PolicyScope, T> byScope)
    {
        _byScope = byScope.ToFrozenDictionary();
        _shapes = [.. byScope.Keys.DistinctBy(s => s.Specificity).OrderByDescending(s => s.Specificity)];
        _regions = [.. byScope.Keys.Select(s => s.Region).OfType<string>().Distinct().OrderBy(CountryGroups.Shipped.SizeOf).ThenBy(r => r, StringComparer.Ordinal)];
    }

    /// <summary>Null when nothing matches: that is never permission.</summary>
    public T? Find(PolicyQuery query)
    {
        foreach (var shape in _shapes)
        {
            if (States(shape.Purpose, query.Purpose) || States(shape.Origin, query.Origin) || States(shape.UseCase, query.UseCase)) continue;
            var scope = new PolicyScope(
                shape.Country is null ? null : query.Country, null, shape.SenderType is null ? null : query.SenderType, shape.Applicant is null ? null : query.Applicant,
                shape.UseCase is null ? null : query.UseCase, shape.Origin is null ? null : query.Origin, shape.Purpose is null ? null : query.Purpose, shape.Fallback);
            var found = shape.Region is null ? _byScope.GetValueOrDefault(scope) : InRegion(scope, query.Country);
            if (found is not null) return found;
        }

        return null;
    }

    private static bool States(string? wanted, string? given) => wanted is not null && given is null;

    private T? InRegion(PolicyScope scope, string country)
    {
        foreach (var region in _regions)
        {
            if (CountryGroups.Shipped.Contains(region, country) == true && _byScope.TryGetValue(scope with { Region = region }, out var found)) return found;
        }

        return null;
    }
}
