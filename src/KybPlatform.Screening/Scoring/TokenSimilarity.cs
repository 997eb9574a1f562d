using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Scoring;

/// <summary>How alike two words are, 0 (unrelated) to 1 (the same). Symmetric.</summary>
internal static class TokenSimilarity
{
    /// <summary>Below this two words are different words. One wrong consonant in a word of four letters stands just above it.</summary>
    public const double Floor = 0.68;

    /// <summary>Two words read as one must agree better: joining makes coincidences likely.</summary>
    public const double JoinedFloor = 0.86;

    public const double SameGroup = 0.95;

    /// <summary>"J." for John: it agrees, and would with any other name in J.</summary>
    public const double Initial = 0.95;

    private const double SameFold = 0.98;

    /// <summary>Two Han characters that sound alike: a variant of one character, or another name.</summary>
    private const double HanHomophone = 0.69;

    public static double Of(NameToken a, NameToken b)
    {
        if (a.Kind == TokenKind.Number || b.Kind == TokenKind.Number || a.Kind == TokenKind.Initial || b.Kind == TokenKind.Initial)
            return a.Text == b.Text ? 1 : 0;
        if (a.Script == Script.Han && b.Script == Script.Han && a.Native != b.Native)
            return a.Text == b.Text ? HanHomophone : 0;
        if (a.Text == b.Text)
            return 1;
        // Two well-known words that are not forms of each other are different words, however close the spelling: Hassan and Hussein, Mario and Maria.
        if (a.Groups.Length > 0 && b.Groups.Length > 0)
            return ShareGroup(a.Groups, b.Groups) ? SameGroup : 0;
        return BySpelling(a, b);
    }

    private static double BySpelling(NameToken a, NameToken b)
    {
        var joined = a.Kind == TokenKind.Joined || b.Kind == TokenKind.Joined;
        if (joined && (EndsInDigit(a.Text) || EndsInDigit(b.Text)))
            return 0;
        if (!SkeletonGate.Opens(a.Key, b.Key, joined))
            return 0;
        if (a.Fold == b.Fold)
            return SameFold;
        var length = Math.Max(a.Codes.Length, b.Codes.Length);
        if (length <= 2)
            return 0;
        // In a word of three letters each one weighs more than a third.
        var scale = length == 3 ? 250 : 100 * length;
        var floor = joined ? JoinedFloor : Floor;
        var budget = (int)((1 - floor) * scale);
        var cost = FoldDistance.Between(a.Codes, b.Codes, a.Unvoweled != b.Unvoweled, budget) + FirstLetter(a.Codes[0], b.Codes[0]);
        return cost <= budget ? Math.Min(1 - (double)cost / scale, SameFold) : 0;
    }

    private static bool EndsInDigit(string text) => char.IsAsciiDigit(text[^1]) || char.IsAsciiDigit(text[0]);

    // Names are seldom mistyped or romanised apart in their first consonant.
    private static int FirstLetter(byte a, byte b) => LetterCosts.Replace(a, b) == LetterCosts.Full ? 25 : 0;

    private static bool ShareGroup(int[] a, int[] b)
    {
        foreach (var group in a)
        {
            if (Array.IndexOf(b, group) >= 0)
                return true;
        }
        return false;
    }
}
