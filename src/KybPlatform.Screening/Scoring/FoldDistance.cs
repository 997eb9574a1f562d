namespace KybPlatform.Screening.Scoring;

/// <summary>Weighted edit distance between folds: insert, delete, replace, and swap of neighbours (optimal string alignment).</summary>
internal static class FoldDistance
{
    private const int MaxLength = 64;

    /// <summary>The distance, or a number above <paramref name="budget"/> as soon as it is sure to be above it.</summary>
    public static float Between(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool unvoweled, float budget)
    {
        if (a.Length > MaxLength || b.Length > MaxLength)
            return a.SequenceEqual(b) ? 0 : budget + 1;
        Span<float> rows = stackalloc float[3 * (b.Length + 1)];
        var before = rows[..(b.Length + 1)];
        var above = rows.Slice(b.Length + 1, b.Length + 1);
        var row = rows[(2 * (b.Length + 1))..];
        above[0] = 0;
        for (var j = 1; j <= b.Length; j++)
            above[j] = above[j - 1] + LetterCosts.Insert(b[j - 1], unvoweled);
        for (var i = 1; i <= a.Length; i++)
        {
            var best = Row(a, b, i, unvoweled, before, above, row);
            if (best > budget)
                return budget + 1;
            var free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.Length];
    }

    private static float Row(
        ReadOnlySpan<char> a, ReadOnlySpan<char> b, int i, bool unvoweled, ReadOnlySpan<float> before, ReadOnlySpan<float> above, Span<float> row)
    {
        var c = a[i - 1];
        var delete = LetterCosts.Insert(c, unvoweled);
        var best = row[0] = above[0] + delete;
        for (var j = 1; j <= b.Length; j++)
        {
            var d = b[j - 1];
            var cost = Math.Min(above[j - 1] + LetterCosts.Replace(c, d), Math.Min(above[j] + delete, row[j - 1] + LetterCosts.Insert(d, unvoweled)));
            if (i > 1 && j > 1 && c == b[j - 2] && a[i - 2] == d)
                cost = Math.Min(cost, before[j - 2] + LetterCosts.Transposition);
            row[j] = cost;
            best = Math.Min(best, cost);
        }
        // A swap reaches back two rows, so the row above bounds it too.
        return Math.Min(best, above.Length == 0 ? best : Min(above));
    }

    private static float Min(ReadOnlySpan<float> row)
    {
        var best = row[0];
        foreach (var value in row)
            best = Math.Min(best, value);
        return best;
    }
}
