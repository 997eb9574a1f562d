using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Scoring;

/// <summary>
/// The number behind a name comparison. Agreed words count by weight and similarity; words that only one name has cost a part of their weight,
/// since lists and people leave names out; words that differ on both sides cost all of it.
/// </summary>
internal readonly record struct NameScore(
    double Value, double Matched, double LeftOver, double Conflict, double OrderFactor, double NumberFactor, double FormFactor, bool IsWhole)
{
    /// <summary>The largest weight share of an unmatched word that is charged; also the slope of the upper bound used by the index.</summary>
    public static double LeftOverRate(NameFamily family) => family == NameFamily.Person ? 0.28 : 0.30;

    /// <summary>From this weight on a word of a person's name is more than a title or particle.</summary>
    public const double TellingWord = 0.2;

    private const double ConflictRate = 1.0;
    /// <summary>What the weight of a word beyond that of the initial it agrees with is charged.</summary>
    public const double InitialRate = 0.2;

    /// <summary>Two names that are the same when run together, however they were cut.</summary>
    public const double SameRunTogether = 0.97;

    private const int ShortestRunTogether = 5;

    /// <param name="whole">How long both names are when run together, if they are the same then; else 0.</param>
    public static NameScore Of(NameFacts left, NameFacts right, List<AlignedWords> aligned, int whole)
    {
        if (left.Words.IsEmpty || right.Words.IsEmpty)
            return default;
        double matched = 0, agreed = 0, byInitials = 0, initialRest = 0, leftUsed = 0, rightUsed = 0;
        foreach (var words in aligned)
        {
            var (a, b) = (left.WeightOf(words.Left, words.LeftLength), right.WeightOf(words.Right, words.RightLength));
            leftUsed += a;
            rightUsed += b;
            var weight = words.IsInitial ? Math.Min(a, b) : (a + b) / 2;
            matched += weight;
            agreed += weight * words.Similarity;
            if (words.IsInitial)
            {
                byInitials += weight;
                initialRest += Math.Abs(a - b);
            }
        }
        var (leftRest, rightRest) = (Math.Max(0, left.Weight - leftUsed), Math.Max(0, right.Weight - rightUsed));
        var conflict = Math.Min(leftRest, rightRest);
        var over = Math.Abs(leftRest - rightRest);
        // Initials alone identify nobody.
        var value = (matched > 2 * byInitials || byInitials == 0) && !(left.Family == NameFamily.Person && IsOneOfSeveral(left, right, aligned))
            ? Ratio(agreed, matched + InitialRate * initialRest + ConflictRate * conflict + LeftOverRate(left.Family) * over)
            : 0;
        var order = NameFactors.Order(left.Family, aligned, conflict + over);
        var numbers = NameFactors.Numbers(left, right, aligned);
        var form = NameFactors.LegalForm(left, right);
        value *= order * numbers * form;
        // Two Han names that only sound alike are not run together.
        var isWhole = value < SameRunTogether && whole >= ShortestRunTogether && !(left.IsHan && right.IsHan);
        return new NameScore(isWhole ? SameRunTogether : value, matched, over, conflict, order, numbers, form, isWhole);
    }

    // One shared word among several identifies no person, whatever little the others weigh.
    private static bool IsOneOfSeveral(NameFacts left, NameFacts right, List<AlignedWords> aligned)
    {
        var telling = 0;
        foreach (var words in aligned)
            telling += left.WeightOf(words.Left, words.LeftLength) >= TellingWord || words.IsInitial ? 1 : 0;
        return telling <= 1 && aligned.TrueForAll(w => w is { LeftLength: 1, RightLength: 1 }) && Math.Max(Telling(left), Telling(right)) > 1;
    }

    private static int Telling(NameFacts name)
    {
        var telling = 0;
        foreach (var word in name.Words)
            telling += word.Weight >= TellingWord ? 1 : 0;
        return telling;
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

}
