using System.Text.RegularExpressions;

namespace KybPlatform.Policies.Documents;

/// <summary>Regular expressions that need time linear in the text: no look-around, no back references.</summary>
internal static class LinearPattern
{
    /// <summary>Matches whole texts only. Null when the pattern is malformed or needs backtracking.</summary>
    public static Regex? TryCompile(string pattern)
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
