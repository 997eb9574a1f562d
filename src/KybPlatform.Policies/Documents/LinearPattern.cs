using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace KybPlatform.Policies.Documents;

/// <summary>Regular expressions that need time linear in the text: no look-around, no back references.</summary>
internal static class LinearPattern
{
    private const int MostKept = 1_000;

    /// <summary>Building one costs a thousand times more than matching, and policies of one family share theirs.</summary>
    private static readonly ConcurrentDictionary<string, Regex> Kept = new(StringComparer.Ordinal);

    /// <summary>Matches whole texts only. Null when the pattern is malformed or needs backtracking.</summary>
    public static Regex? TryCompile(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var known)) return known;
        if (Build(pattern) is not { } built) return null;
        if (Kept.Count >= MostKept) Kept.Clear();
        return Kept[pattern] = built;
    }

    private static Regex? Build(string pattern)
    {
        try
        {
            return new Regex($"^(?:{pattern})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
