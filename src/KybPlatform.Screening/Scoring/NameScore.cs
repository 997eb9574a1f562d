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
    private const double TellingWord = 0.2;

    private const double ConflictRate = 1.0;
    private const double InitialRate = 0.2;

    /// <summary>Two names that are the same when run together, however they were cut.</summary>
    public const double SameRunTogether = 0.97;

    private const int ShortestRunTogether = 5;

    public static NameScore Of(PreparedName left, PreparedName right, List<AlignedWords> aligned)
    {
        if (left.Tokens.IsEmpty || right.Tokens.IsEmpty)
            return default;
        double matched = 0, agreed = 0, byInitials = 0, initialRest = 0, leftUsed = 0, rightUsed = 0;
        foreach (var words in aligned)
        {
            var (a, b) = (Weight(left, words.Left, words.LeftLength), Weight(right, words.Right, words.RightLength));
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
        var whole = value < SameRunTogether && left.Whole.Length >= ShortestRunTogether && left.Whole == right.Whole && SameNative(left, right);
        return new NameScore(whole ? SameRunTogether : value, matched, over, conflict, order, numbers, form, whole);
    }

    /// <summary>
    /// The most a comparison can come to when the two names agree in words of these weights at most and perfectly: every rule above only
    /// takes something off, and agreeing in less weight never gives more. <paramref name="missed"/> is weight that is known to agree in part only.
    /// </summary>
    public static double Bound(PreparedName left, double leftAgreed, double rightAgreed, double rightWeight, double missed)
    {
        var (leftRest, rightRest) = (Math.Max(0, left.Weight - leftAgreed), Math.Max(0, rightWeight - rightAgreed));
        var matched = (leftAgreed + rightAgreed) / 2;
        var charged = (ConflictRate * Math.Min(leftRest, rightRest)) + (LeftOverRate(left.Family) * Math.Abs(leftRest - rightRest));
        return Ratio(matched - missed, matched + charged);
    }

    // One shared word among several identifies no person, whatever little the others weigh.
    private static bool IsOneOfSeveral(PreparedName left, PreparedName right, List<AlignedWords> aligned)
    {
        var telling = 0;
        foreach (var words in aligned)
            telling += Weight(left, words.Left, words.LeftLength) >= TellingWord || words.IsInitial ? 1 : 0;
        return telling <= 1 && aligned.TrueForAll(w => w is { LeftLength: 1, RightLength: 1 }) && Math.Max(Telling(left), Telling(right)) > 1;
    }

    private static int Telling(PreparedName name) => name.Tokens.Count(t => t.Weight >= TellingWord);

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

    // Two Han names that only sound alike are not run together.
    private static bool SameNative(PreparedName left, PreparedName right) =>
        left.Tokens[0].Script != Script.Han || right.Tokens[0].Script != Script.Han;

    private static double Weight(PreparedName name, int at, int length) => length == 1 ? name.Tokens[at].Weight : name.Pairs[at].Weight;
}
