using System.Text.Json.Nodes;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies.Comparison;

/// <summary>Which row of one table became which row of the other: the longest common subsequence stays, and what lies between two rows that stayed is paired in order.</summary>
internal static class RowAlignment
{
    /// <summary>Beyond so many comparisons rows are paired by place alone: still right, only wordier.</summary>
    private const long MostComparisons = 4_000_000;

    /// <returns>In the order of the later table; -1 where one side has no such row.</returns>
    public static IEnumerable<(int From, int To)> Of(JsonArray from, JsonArray to)
    {
        var (a, b) = (from.Select(CanonicalJson.Write).ToArray(), to.Select(CanonicalJson.Write).ToArray());
        var (i, j) = (0, 0);
        foreach (var (x, y) in Kept(a, b).Append((a.Length, b.Length)))
        {
            for (; i < x || j < y;) yield return (i < x ? i++ : -1, j < y ? j++ : -1);
            if (x < a.Length) yield return (i++, j++);
        }
    }

    private static List<(int, int)> Kept(string[] a, string[] b)
    {
        var kept = new List<(int, int)>();
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start]) kept.Add((start, start++));
        var end = 0;
        while (end < Math.Min(a.Length, b.Length) - start && a[^(end + 1)] == b[^(end + 1)]) end++;
        var (rows, columns) = (a.Length - end - start, b.Length - end - start);
        if (rows > 0 && columns > 0 && (long)rows * columns <= MostComparisons) Longest(a.AsSpan(start, rows), b.AsSpan(start, columns), start, kept);
        for (var k = end; k > 0; k--) kept.Add((a.Length - k, b.Length - k));
        return kept;
    }

    private static void Longest(ReadOnlySpan<string> a, ReadOnlySpan<string> b, int offset, List<(int, int)> kept)
    {
        var length = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
                length[i, j] = a[i] == b[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        }

        for (var (i, j) = (0, 0); i < a.Length && j < b.Length;)
        {
            if (a[i] == b[j]) kept.Add((offset + i++, offset + j++));
            else if (length[i + 1, j] >= length[i, j + 1]) i++;
            else j++;
        }
    }
}
