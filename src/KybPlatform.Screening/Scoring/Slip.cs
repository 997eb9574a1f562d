namespace KybPlatform.Screening.Scoring;

/// <summary>One slip of the pen between two words.</summary>
internal static class Slip
{
    /// <summary>
    /// How alike two words are when one of two letters differs from the other by a slip. Such words are too short to be found by their
    /// skeleton, so they are compared within a pair of names only.
    /// </summary>
    public const double OfTiny = 0.5;

    /// <summary>The longest word that can be a slip of one of two letters.</summary>
    public const int LongestTiny = 3;

    /// <summary>One letter inserted, left out, replaced, or two neighbours swapped. False for equal words.</summary>
    public static bool IsOne(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
            return false;
        var start = a.CommonPrefixLength(b);
        a = a[start..];
        b = b[start..];
        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }
        return a.Length + b.Length == 1 || (a.Length == 1 && b.Length == 1) || (a.Length == 2 && b.Length == 2 && a[0] == b[1] && a[1] == b[0]);
    }

    /// <summary>A word of two or three letters as one number; 0 for others, which no tiny word is a slip of.</summary>
    public static int Pack(string word) => word.Length switch
    {
        2 => word[0] | (word[1] << 8),
        LongestTiny => word[0] | (word[1] << 8) | (word[2] << 16),
        _ => 0,
    };

    /// <summary>True for words of two letters, or two and three, a slip apart; both from <see cref="Pack"/>.</summary>
    public static bool IsTiny(int a, int b)
    {
        const int two = 1 << 16;
        if (a == 0 || b == 0 || Math.Min(a, b) >= two)
            return false;
        ReadOnlySpan<char> first = [(char)(a & 0xFF), (char)((a >> 8) & 0xFF), (char)(a >> 16)];
        ReadOnlySpan<char> second = [(char)(b & 0xFF), (char)((b >> 8) & 0xFF), (char)(b >> 16)];
        return IsOne(first[..(a < two ? 2 : LongestTiny)], second[..(b < two ? 2 : LongestTiny)]);
    }
}
