namespace KybPlatform.Screening.Scoring;

/// <summary>
/// Weighted edit distance between folds, in hundredths of an edit: insert, delete, replace, and swap of neighbours (optimal string alignment)
/// on what is left without the common beginning and end.
/// </summary>
internal static class FoldDistance
{
    private const int MaxLength = 64;

    /// <summary>The distance, or any number above <paramref name="budget"/> once it is sure to be above it.</summary>
    public static int Between(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool unvoweled, int budget)
    {
        Strip(ref a, ref b);
        var insert = LetterCosts.Insertions(unvoweled);
        if (a.IsEmpty || b.IsEmpty)
            return Sum(a.IsEmpty ? b : a, insert);
        if (a.Length > MaxLength || b.Length > MaxLength)
            return budget + 1;

        var width = b.Length + 1;
        Span<int> rows = stackalloc int[3 * width];
        var before = rows[..width];
        var above = rows.Slice(width, width);
        var row = rows[(2 * width)..];
        above[0] = 0;
        for (var j = 0; j < b.Length; j++)
            above[j + 1] = above[j] + insert[b[j]];
        var bestAbove = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var best = FillRow(a, b, i, insert, before, above, row);
            // A swap reaches back two rows, so only two rows above the budget are the end.
            if (Math.Min(best, bestAbove) > budget)
                return budget + 1;
            bestAbove = best;
            var free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.Length];
    }

    private static int FillRow(
        ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int i, ReadOnlySpan<byte> insert, ReadOnlySpan<int> before, ReadOnlySpan<int> above, Span<int> row)
    {
        var c = a[i];
        int delete = insert[c];
        var left = row[0] = above[0] + delete;
        var best = left;
        for (var j = 0; j < b.Length; j++)
        {
            var d = b[j];
            var cost = Math.Min(above[j] + LetterCosts.Replace(c, d), Math.Min(above[j + 1] + delete, left + insert[d]));
            if (i > 0 && j > 0 && c == b[j - 1] && a[i - 1] == d)
                cost = Math.Min(cost, before[j - 1] + LetterCosts.Transposition);
            row[j + 1] = left = cost;
            best = Math.Min(best, cost);
        }
        return best;
    }

    private static void Strip(ref ReadOnlySpan<byte> a, ref ReadOnlySpan<byte> b)
    {
        var same = a.CommonPrefixLength(b);
        a = a[same..];
        b = b[same..];
        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }
    }

    private static int Sum(ReadOnlySpan<byte> letters, ReadOnlySpan<byte> insert)
    {
        var sum = 0;
        foreach (var letter in letters)
            sum += insert[letter];
        return sum;
    }
}
