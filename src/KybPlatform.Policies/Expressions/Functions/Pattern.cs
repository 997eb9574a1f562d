using System.Text.RegularExpressions;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>
/// A regular expression in RE2's syntax, run by .NET's non-backtracking engine, so that matching is linear in the text whatever an author writes.
/// Known difference: <c>\b</c> takes letters of every script for word characters, RE2 those of ASCII.
/// </summary>
internal sealed class Pattern
{
    private readonly Regex _regex;

    private Pattern(string text, Regex regex, long size) => (Text, _regex, Size) = (text, regex, size);

    public string Text { get; }

    /// <summary>Roughly the number of states of the automaton.</summary>
    public long Size { get; }

    public bool IsMatch(string text) => _regex.IsMatch(text);

    /// <summary>The expression ready to run; null and the reason when it cannot be used.</summary>
    public static Pattern? Compile(string text, int maxLength, out string problem)
    {
        problem = "it is too long.";
        if (text.Length > maxLength) return null;
        try
        {
            var (translated, size) = new PatternTranslator(text).Translate();
            return new Pattern(text, new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), size);
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

/// <summary>Ends the translation of a pattern that RE2 would not take. Never seen outside <see cref="Pattern"/>.</summary>
internal sealed class PatternException(string message) : Exception(message);
