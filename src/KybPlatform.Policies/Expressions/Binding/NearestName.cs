namespace KybPlatform.Policies.Expressions.Binding;

/// <summary>Did you mean: the known name with the fewest typing mistakes, if they are few for its length.</summary>
internal static class NearestName
{
    private const int LongestName = 60;

    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName) return null;
        string? nearest = null;
        var fewest = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in known.Order(StringComparer.Ordinal))
        {
            if (candidate.Length > LongestName || Math.Abs(candidate.Length - name.Length) >= fewest) continue;
            var mistakes = Mistakes(name, candidate);
            if (mistakes < fewest) (nearest, fewest) = (candidate, mistakes);
        }
        return nearest;
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment), letter case apart.</summary>
    private static int Mistakes(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var best = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (same ? 0 : 1));
                var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                rows[i, j] = swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
            }
        }
        return rows[a.Length, b.Length];
    }
}
