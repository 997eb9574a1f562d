namespace KybPlatform.Benchmarks.Screening;

/// <summary>Plain Jaro-Winkler over lower-case names, as the yardstick that everybody has.</summary>
internal static class JaroWinkler
{
    public static double Similarity(string left, string right)
    {
        var (a, b) = (left.ToLowerInvariant(), right.ToLowerInvariant());
        if (a.Length == 0 || b.Length == 0)
            return 0;
        var reach = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var (inA, inB) = (new bool[a.Length], new bool[b.Length]);
        var common = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j < Math.Min(b.Length, i + reach + 1); j++)
            {
                if (inB[j] || a[i] != b[j])
                    continue;
                (inA[i], inB[j]) = (true, true);
                common++;
                break;
            }
        }
        if (common == 0)
            return 0;
        var (swapped, at) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (!inA[i])
                continue;
            while (!inB[at])
                at++;
            swapped += a[i] == b[at++] ? 0 : 1;
        }
        var jaro = (((double)common / a.Length) + ((double)common / b.Length) + ((common - (swapped / 2.0)) / common)) / 3;
        var prefix = a.AsSpan().CommonPrefixLength(b);
        return jaro + (Math.Min(4, prefix) * 0.1 * (1 - jaro));
    }
}
