namespace KybPlatform.Identifiers;

/// <summary>Whether two numbers given for one holder can belong together.</summary>
public static class IdentifierConsistency
{
    /// <summary>
    /// True when one is, holds or yields the other; false when both say the same thing differently (a SIRET of another SIREN);
    /// null when they say nothing about each other, when either is not valid, or when only a likely derivation differs.
    /// </summary>
    public static bool? Agree(IdentifierResult first, IdentifierResult second)
    {
        if (!first.IsValid || !second.IsValid)
            return null;
        bool? verdict = null;
        foreach (var left in Statements(first))
        {
            foreach (var right in Statements(second))
            {
                if (left.Scheme != right.Scheme)
                    continue;
                if (left.Value == right.Value)
                    return true;
                if (left.Relation != DerivedRelation.Likely && right.Relation != DerivedRelation.Likely)
                    verdict = false;
            }
        }

        return verdict;
    }

    /// <summary>A longer form of the same scheme (a branch, a program account) is spoken for by the part it holds.</summary>
    private static IEnumerable<DerivedIdentifier> Statements(IdentifierResult result) =>
        result.Derived.Any(derived => derived.Scheme == result.Scheme)
            ? result.Derived
            : result.Derived.Prepend(new DerivedIdentifier(result.Scheme!, result.Normalized, DerivedRelation.Contained));
}
