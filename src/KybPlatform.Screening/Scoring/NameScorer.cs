using System.Collections.Immutable;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Scoring;

/// <summary>
/// Compares two names. Deterministic, symmetric, independent of any list. Every doubt about spelling, order and script falls towards a match,
/// every word that both names have and that differs falls against it.
/// </summary>
public static class NameScorer
{
    /// <summary>
    /// From here on two names are taken as perhaps the same party. Set on labelled pairs and on ordinary names that must not hit: two equal words
    /// with a third on one side only, or a slip of the pen in a name of two words, stand above it; one of two words differing stands well below.
    /// </summary>
    public const double DefaultThreshold = 0.80;

    [ThreadStatic]
    private static List<AlignedWords>? _buffer;

    /// <summary>The score of two names of the same kind of party, with its pieces. Empty names match nothing.</summary>
    public static NameComparison Compare(EntitySchema schema, string name1, string name2, double threshold = DefaultThreshold) =>
        Explain(NamePreparation.Prepare(name1, schema), NamePreparation.Prepare(name2, schema), threshold);

    /// <summary>
    /// Whether a name could be found anywhere: a company reduced to its legal form matches nobody, and a person of a title, of initials or of one word alone matches nobody who has two,
    /// so that finding nobody says nothing.
    /// </summary>
    public static bool Identifies(EntitySchema schema, string name)
    {
        var prepared = NamePreparation.Prepare(name, schema);
        if (prepared.Family != NameFamily.Person)
            return !prepared.Tokens.IsEmpty;
        var words = prepared.Tokens.Count(t => t.Kind == TokenKind.Word && t.Weight >= NameScore.TellingWord);
        return words > 1 || (words == 1 && prepared.Tokens.Any(t => t.Kind == TokenKind.Initial));
    }

    internal static NameComparison Explain(PreparedName left, PreparedName right, double threshold = DefaultThreshold)
    {
        var aligned = new List<AlignedWords>();
        var order = string.CompareOrdinal(left.Whole, right.Whole);
        var score = Score(left.Facts, right.Facts, order, left.Whole.Length, new DirectSimilarities(left, right), aligned);
        var mirrored = order > 0;
        var (a, b) = mirrored ? (right, left) : (left, right);
        return new NameComparison(Round(score.Value), score.Value >= threshold, ScorePieces.Of(a, b, aligned, score, mirrored));
    }

    /// <summary>Scores are given in four decimals; the threshold is applied before rounding.</summary>
    internal static double Round(double score) => Math.Round(score, 4, MidpointRounding.ToEven);

    internal static double Score(PreparedName left, PreparedName right) =>
        Score(left.Facts, right.Facts, string.CompareOrdinal(left.Whole, right.Whole), left.Whole.Length, new DirectSimilarities(left, right));

    /// <param name="order">How the names compare when run together: the sign decides which comes first, 0 says that they are the same.</param>
    /// <param name="length">The length of the left name when run together.</param>
    internal static double Score<T>(NameFacts left, NameFacts right, int order, int length, T similarities)
        where T : struct, ITokenSimilarities => Score(left, right, order, length, similarities, _buffer ??= []).Value;

    // Ties are broken by position, so the two names always enter in the same order: Compare(a, b) is Compare(b, a).
    private static NameScore Score<T>(NameFacts left, NameFacts right, int order, int length, T similarities, List<AlignedWords> aligned)
        where T : struct, ITokenSimilarities
    {
        var whole = order == 0 ? length : 0;
        if (order > 0)
        {
            Alignment.Find(right, left, new Mirrored<T>(similarities), aligned);
            return NameScore.Of(right, left, aligned, whole);
        }
        Alignment.Find(left, right, similarities, aligned);
        return NameScore.Of(left, right, aligned, whole);
    }
}
