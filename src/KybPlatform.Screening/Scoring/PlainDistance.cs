namespace KybPlatform.Screening.Scoring;

/// <summary>Edits between two words as they are written: insert, delete, replace, swap of neighbours, each 1.</summary>
internal static class PlainDistance
{
    public static int Between(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var width = b.Length + 1;
        Span<int> rows = width <= 128 ? stackalloc int[3 * width] : new int[3 * width];
        var before = rows[..width];
        var above = rows.Slice(width, width);
        var row = rows[(2 * width)..];
        for (var j = 0; j < width; j++)
            above[j] = j;
        for (var i = 0; i < a.Length; i++)
        {
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                row[j + 1] = Math.Min(above[j] + (a[i] == b[j] ? 0 : 1), Math.Min(above[j + 1], row[j]) + 1);
                if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
                    row[j + 1] = Math.Min(row[j + 1], before[j - 1] + 1);
            }
            var free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.Length];
    }
}
