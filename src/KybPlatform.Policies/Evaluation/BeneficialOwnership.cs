namespace KybPlatform.Policies;

/// <summary>One natural person who holds a share in the end.</summary>
/// <param name="PersonId">The person's id in the facts; null where they give none.</param>
/// <param name="Path">Where the person stands in the facts.</param>
/// <param name="Percent">Over all ways it is held; with <paramref name="AtLeast"/> the least that it can be.</param>
/// <param name="AtLeast">Some way's share is not known.</param>
public sealed record OwnerShare(string? PersonId, string Path, decimal Percent, bool AtLeast);

/// <summary>
/// Who owns a business in the end, computed from its people and the businesses that own it, as <c>ownership</c> requirements count:
/// shares through owning businesses are multiplied along the way and added up per person (31 CFR 1010.230; Directive (EU) 2015/849, article 3(6)).
/// </summary>
/// <param name="Owners">Everybody with a share, the largest first.</param>
/// <param name="ExplainedPercent">How much of the business is held by named persons.</param>
/// <param name="WithoutShare">Paths of the shares that should be known and are not.</param>
/// <param name="ImpossibleAt">Where shares add up to more than everything, or a business owns itself; null where all is possible.</param>
public sealed record BeneficialOwnership(IReadOnlyList<OwnerShare> Owners, decimal ExplainedPercent, IReadOnlyList<string> WithoutShare, string? ImpossibleAt)
{
    /// <summary>Null where the facts hold no business.</summary>
    public static BeneficialOwnership? Of(FactDocument facts)
    {
        if (facts.Root.Object("business") is not { } business) return null;
        var graph = OwnershipGraph.Of(business);
        return new BeneficialOwnership(
            [.. graph.Owners.Select(o => new OwnerShare(o.Person.Text("id"), o.Path, o.Percent, o.ShareUnknown)).OrderByDescending(o => o.Percent).ThenBy(o => o.Path, StringComparer.Ordinal)],
            graph.Explained, graph.WithoutShare, graph.Impossible);
    }
}
