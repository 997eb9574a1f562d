using System.Text.RegularExpressions;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>
/// Regular expressions in RE2's syntax, run by .NET's non-backtracking engine, so that matching is linear in the text whatever an author writes.
/// Known difference: <c>\b</c> takes letters of every script for word characters, RE2 those of ASCII.
/// </summary>
internal static class Patterns
{
    /// <summary>The expression ready to run; null and the reason when it cannot be used.</summary>
    public static Regex? Compile(string pattern, int maxLength, out string problem)
    {
        problem = "it is too long.";
        if (pattern.Length > maxLength) return null;
        try
        {
            var translated = new PatternTranslator(pattern).Translate();
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (PatternException wrong)
        {
            problem = wrong.Message;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            problem = "it is not a regular expression.";
        }
        return null;
    }
}

/// <summary>Ends the translation of a pattern that RE2 would not take. Never seen outside <see cref="Patterns"/>.</summary>
internal sealed class PatternException(string message) : Exception(message);
