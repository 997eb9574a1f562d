namespace KybPlatform.Api.Http;

/// <summary>Did-you-mean: the known name that is fewest edits away, if it is near enough to be meant.</summary>
internal static class Nearest
{
    public static string Hint(string given, IEnumerable<string> known) => To(given, known) is { } near ? $" Did you mean '{near}'?" : "";

    public static string? To(string given, IEnumerable<string> known)
    {
        if (given.Length is 0 or > 64) return null;
        var limit = Math.Max(1, given.Length / 3);
        return known.Select(k => (Name: k, Distance: Distance(given, k))).Where(c => c.Distance <= limit).OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault().Name;
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
