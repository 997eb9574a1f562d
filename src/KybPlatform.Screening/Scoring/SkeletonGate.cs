namespace KybPlatform.Screening.Scoring;

/// <summary>
/// The condition under which two words may be similar at all: their skeletons are at most so many edits apart. It is part of the score and
/// not only a filter, which is what lets an index find every similar word.
/// </summary>
internal static class SkeletonGate
{
    /// <summary>How many edits (insert, delete, replace, swap) two skeletons may be apart; the shorter one decides.</summary>
    public static int Allowed(int shorter, bool joined) => shorter switch
    {
        <= 1 => 0,
        >= 5 when !joined => 2,
        _ => 1,
    };

    public static bool Opens(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool joined)
    {
        var allowed = Allowed(Math.Min(a.Length, b.Length), joined);
        return Math.Abs(a.Length - b.Length) <= allowed && (a.SequenceEqual(b) || (allowed > 0 && Distance(a, b, allowed) <= allowed));
    }

    // Skeletons are short, and the allowance is 1 or 2: try the edits at the first difference.
    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int allowed)
    {
        var same = a.CommonPrefixLength(b);
        a = a[same..];
        b = b[same..];
        if (a.Length == 0 || b.Length == 0)
            return Math.Max(a.Length, b.Length);
        if (allowed == 0)
            return 1;
        var best = Math.Min(Distance(a[1..], b, allowed - 1), Distance(a, b[1..], allowed - 1));
        best = Math.Min(best, Distance(a[1..], b[1..], allowed - 1));
        if (a.Length > 1 && b.Length > 1 && a[0] == b[1] && a[1] == b[0])
            best = Math.Min(best, Distance(a[2..], b[2..], allowed - 1));
        return 1 + best;
    }
}
