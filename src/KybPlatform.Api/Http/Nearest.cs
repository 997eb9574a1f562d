namespace KybPlatform.Api.Http;

/// <summary>Did-you-mean: the known name that is fewest edits away, letter case apart, if it is near enough to be meant; otherwise the one that it is a part of.</summary>
internal static class Nearest
{
    public static string Hint(string given, IEnumerable<string> known) => To(given, known) is { } near ? $" Did you mean '{near}'?" : "";

    public static string? To(string given, IEnumerable<string> known)
    {
        if (given.Length is 0 or > 64) return null;
        var limit = Math.Max(1, given.Length / 3);
        var names = known.Order(StringComparer.Ordinal).ToList();
        var near = names.Select(k => (Name: k, Distance: Distance(given.ToLowerInvariant(), k.ToLowerInvariant()))).Where(c => c.Distance <= limit).OrderBy(c => c.Distance).FirstOrDefault().Name;
        return near ?? (given.Length < 4 ? null : names.Where(k => k.Contains(given, StringComparison.OrdinalIgnoreCase)).Take(2).ToList() is [var only] ? only : null);
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
