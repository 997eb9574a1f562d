using System.Collections.Immutable;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Screening.Scoring;

/// <summary>
/// What speaks against a name match besides the name. It only lowers a score; only an <see cref="Addresses.AddressEvidence"/> lifts one a little. What one side
/// does not know says nothing.
/// </summary>
internal static class Evidence
{
    /// <summary>
    /// Birth dates years apart take an exact name just below the default threshold. Lists err by a year or two often, by more seldom.
    /// </summary>
    private const double BirthDateFarApart = 0.79;
    private const double BirthDateClose = 0.95;
    private const int CloseYears = 2;
    private const double OtherCountry = 0.97;

    /// <summary>A weak alias of several words must agree nearly exactly, one of a single word exactly.</summary>
    private const double WeakAlias = 0.95;
    private const double WeakSingleWord = 0.81;

    public static double OfStrength(AliasStrength strength, int words, ImmutableArray<ScorePiece>.Builder? pieces)
    {
        if (strength == AliasStrength.Strong)
            return 1;
        var factor = words > 1 ? WeakAlias : WeakSingleWord;
        pieces?.Add(new ScorePiece("weak_alias", factor, 1, "the publisher marks this alias as weak"));
        return factor;
    }

    public static double OfBirthDate(PartialDate? given, ImmutableArray<PartialDate> listed, ImmutableArray<ScorePiece>.Builder? pieces)
    {
        if (given is not { } date || listed.IsEmpty)
            return 1;
        var (factor, nearest) = listed.Select(l => (Factor: Compare(date, l), Date: l)).MaxBy(c => c.Factor);
        pieces?.Add(new ScorePiece("birth_date", factor, 1, $"{date} {(factor < 1 ? "is not" : "agrees with")} {nearest}"));
        return factor;
    }

    public static double OfCountries(ImmutableArray<string> given, ImmutableArray<string> listed, ImmutableArray<ScorePiece>.Builder? pieces)
    {
        if (given.IsEmpty || listed.IsEmpty)
            return 1;
        var shared = given.FirstOrDefault(c => listed.Contains(c, StringComparer.OrdinalIgnoreCase));
        var factor = shared is null ? OtherCountry : 1;
        var why = shared is null ? $"{string.Join(", ", given)} is not among {string.Join(", ", listed)}" : $"both have {shared.ToUpperInvariant()}";
        pieces?.Add(new ScorePiece("country", factor, 1, why));
        return factor;
    }

    private static double Compare(PartialDate a, PartialDate b)
    {
        var slack = a.IsCirca || b.IsCirca ? CloseYears : 0;
        if (a.First <= b.Last.AddYears(slack) && b.First <= a.Last.AddYears(slack))
            return 1;
        if (a.IsDay && b.IsDay && a.First.Year == b.First.Year && a.First.Day == b.First.Month && a.First.Month == b.First.Day)
            return 1; // Day and month written the other way round.
        var gap = a.First > b.Last ? a.First.Year - b.Last.Year : b.First.Year - a.Last.Year;
        return gap <= CloseYears ? BirthDateClose : BirthDateFarApart;
    }
}
