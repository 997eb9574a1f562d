using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Scoring;

/// <summary>How alike two words are, 0 (unrelated) to 1 (the same). Symmetric.</summary>
internal static class TokenSimilarity
{
    /// <summary>Below this two words that sound alike are different words.</summary>
    public const double Floor = 0.77;

    /// <summary>Two words read as one must agree better: joining makes coincidences likely.</summary>
    public const double JoinedFloor = 0.90;

    /// <summary>Between a script without vowels and one with them nearly every consonant must agree.</summary>
    private const double MixedFloor = 0.88;

    /// <summary>One wrong letter in a word of three.</summary>
    private const double ShortSlip = 0.6;

    /// <summary>Words of bodies from this length on may be romanised in more than one way.</summary>
    private const int LongWord = 7;

    public const double SameGroup = 0.95;

    /// <summary>Short syllables have many romanisations, and each of those stands for several names.</summary>
    private const double SameShortGroup = 0.90;
    private const int LongGroupWord = 5;

    /// <summary>"J." for John: it agrees, and would with any other name in J.</summary>
    public const double Initial = 0.95;

    private const double SameFold = 0.98;

    /// <summary>Without vowels fewer consonants are a coincidence when words are joined.</summary>
    private const int LongSkeleton = 4;

    /// <summary>How much faster than the distance the similarity falls: two words that differ in two ways are seldom one.</summary>
    private const double Steepness = 1.2;

    /// <summary>Two Han characters that sound alike: a variant of one character, or another name.</summary>
    private const double HanHomophone = 0.69;

    public static double Of(NameToken a, NameToken b) => Of(a.View, b.View);

    public static double Of(in WordView a, in WordView b)
    {
        if (a.Kind == TokenKind.Number || b.Kind == TokenKind.Number || a.Kind == TokenKind.Initial || b.Kind == TokenKind.Initial)
            return a.Text.SequenceEqual(b.Text) && a.Kind != TokenKind.Joined && b.Kind != TokenKind.Joined ? 1 : 0;
        if (a.Script == Script.Han && b.Script == Script.Han && a.Native != b.Native)
            return a.Text.SequenceEqual(b.Text) ? HanHomophone : 0;
        if (a.Text.SequenceEqual(b.Text))
            return (a.Traits & b.Traits & WordTraits.CanJoin) != 0 ? 1 : 0;
        // Two well-known words that are not forms of each other are different words, however close the spelling: Hassan and Hussein, Mario and Maria.
        if (ShareGroup(a.Groups, b.Groups))
            return Math.Min(a.Text.Length, b.Text.Length) < LongGroupWord ? SameShortGroup : SameGroup;
        if ((a.Traits & b.Traits & WordTraits.WellKnown) != 0 || ((a.Traits | b.Traits) & WordTraits.Particle) != 0)
            return 0;
        return BySpelling(a, b);
    }

    private static double BySpelling(in WordView a, in WordView b)
    {
        var joined = a.Kind == TokenKind.Joined || b.Kind == TokenKind.Joined;
        if (joined && ((a.Traits & b.Traits & WordTraits.CanJoin) == 0 || (IsMixed(a, b) && Math.Min(a.Key.Length, b.Key.Length) < LongSkeleton)))
            return 0;
        if (!SkeletonGate.Opens(a.Key, b.Key, joined))
            return 0;
        var similarity = Math.Max(ByFold(a, b, joined), joined ? 0 : BySlip(a, b));
        return (a.Traits & b.Traits & WordTraits.Plain) != 0 && similarity > 0 ? Math.Min(similarity, Plain(a.Text, b.Text)) : similarity;
    }

    private static double ByFold(in WordView a, in WordView b, bool joined)
    {
        var length = Math.Max(a.Codes.Length, b.Codes.Length);
        if (length <= 2)
            return 0;
        var mixed = IsMixed(a, b);
        var scale = Scale(length);
        var budget = Budget(length, mixed, joined);
        var cost = FoldDistance.Between(a.Codes, b.Codes, mixed, budget) + FirstLetter(a.Codes[0], b.Codes[0]);
        return cost <= budget ? Math.Min(1 - Steepness * cost / scale, SameFold) : 0;
    }

    /// <summary>The most that the folds of two words may differ by, in hundredths of an edit, the longer one being so long.</summary>
    public static int Budget(int length, bool mixed, bool joined) => (int)((1 - (joined ? JoinedFloor : mixed ? MixedFloor : Floor)) * Scale(length));

    // In a word of three letters each one weighs more than a third.
    private static int Scale(int length) => length == 3 ? 250 : 100 * length;

    // A word of a script that leaves short vowels out, and one of a script that does not.
    private static bool IsMixed(in WordView a, in WordView b) => ((a.Traits ^ b.Traits) & WordTraits.Unvoweled) != 0;

    // One wrong, missing, added or swapped letter as the word is written, whatever it does to the sound.
    private static double BySlip(in WordView a, in WordView b)
    {
        var length = Math.Max(a.Text.Length, b.Text.Length);
        if (((a.Traits | b.Traits) & WordTraits.Unvoweled) != 0 || Math.Min(a.Text.Length, b.Text.Length) < 3 || !Slip.IsOne(a.Text, b.Text))
            return 0;
        return length == 3 ? ShortSlip : 1 - (a.Text[0] == b.Text[0] ? 1.0 : 1.2) / length;
    }

    // Brands and names of ships are words that are spelt, not heard: how they are written counts as well.
    private static double Plain(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => 1 - ((Math.Max(a.Length, b.Length) < LongWord ? 0.8 : 0.5) * PlainDistance.Between(a, b) / Math.Max(a.Length, b.Length));

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
