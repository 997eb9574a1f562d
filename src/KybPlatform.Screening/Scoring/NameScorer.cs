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

    internal static NameComparison Explain(PreparedName left, PreparedName right, double threshold = DefaultThreshold)
    {
        var aligned = new List<AlignedWords>();
        var score = Score(left, right, new DirectSimilarities(left, right), aligned, out var mirrored);
        var (a, b) = mirrored ? (right, left) : (left, right);
        return new NameComparison(Round(score.Value), score.Value >= threshold, ScorePieces.Of(a, b, aligned, score, mirrored));
    }

    /// <summary>Scores are given in four decimals; the threshold is applied before rounding.</summary>
    internal static double Round(double score) => Math.Round(score, 4, MidpointRounding.ToEven);

    internal static double Score(PreparedName left, PreparedName right) => Score(left, right, new DirectSimilarities(left, right));

    internal static double Score<T>(PreparedName left, PreparedName right, T similarities)
        where T : struct, ITokenSimilarities => Score(left, right, similarities, _buffer ??= [], out _).Value;

    // Ties are broken by position, so the two names always enter in the same order: Compare(a, b) is Compare(b, a).
    private static NameScore Score<T>(PreparedName left, PreparedName right, T similarities, List<AlignedWords> aligned, out bool mirrored)
        where T : struct, ITokenSimilarities
    {
        mirrored = string.CompareOrdinal(left.Whole, right.Whole) > 0;
        if (mirrored)
        {
            Alignment.Find(right, left, new Mirrored<T>(similarities), aligned);
            return NameScore.Of(right, left, aligned);
        }
        Alignment.Find(left, right, similarities, aligned);
        return NameScore.Of(left, right, aligned);
    }
}
