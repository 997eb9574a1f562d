using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Scoring;

/// <summary>What lowers a score besides the words themselves. Every factor is at most 1.</summary>
internal static class NameFactors
{
    private const double LooseWord = 0.5;

    /// <summary>
    /// People are written in either order, whole; another order and a word left out together, and the words of a body changing place, are
    /// rarer.
    /// </summary>
    public static double Order(NameFamily family, List<AlignedWords> aligned, double loose)
    {
        for (var i = 0; i < aligned.Count; i++)
        {
            for (var j = i + 1; j < aligned.Count; j++)
            {
                if ((aligned[i].Left < aligned[j].Left) != (aligned[i].Right < aligned[j].Right))
                    return family == NameFamily.Person && loose < LooseWord ? 0.99 : 0.96;
            }
        }
        return 1;
    }

    /// <summary>"Brigade 1" is not "Brigade 2", and John Smith Jr. is not John Smith Sr.</summary>
    public static double Numbers(NameFacts left, NameFacts right, List<AlignedWords> aligned)
    {
        var (inLeft, inRight) = (HasLoose(left, aligned, true), HasLoose(right, aligned, false));
        return (inLeft, inRight, left.Family) switch
        {
            (false, false, _) => 1,
            (true, true, _) => 0.8,
            (_, _, NameFamily.Person) => 1,
            _ => 0.93,
        };
    }

    public static double LegalForm(NameFacts left, NameFacts right) =>
        left.LegalForm is null || right.LegalForm is null || left.LegalForm == right.LegalForm ? 1 : 0.985;

    private static bool HasLoose(NameFacts name, List<AlignedWords> aligned, bool isLeft)
    {
        for (var i = 0; i < name.Words.Length; i++)
        {
            if (name.Words[i].Kind is TokenKind.Number or TokenKind.Suffix && !IsAligned(aligned, i, isLeft))
                return true;
        }
        return false;
    }

    private static bool IsAligned(List<AlignedWords> aligned, int at, bool isLeft)
    {
        foreach (var words in aligned)
        {
            var (start, length) = isLeft ? (words.Left, words.LeftLength) : (words.Right, words.RightLength);
            if (at >= start && at < start + length)
                return true;
        }
        return false;
    }
}
