using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>
/// A regular expression in RE2's syntax (https://github.com/google/re2/wiki/Syntax). Run by following all its alternatives at once, one code point
/// after the other: time is bounded by the product of text and pattern, memory by the pattern alone, and every step is charged to the evaluation.
/// Whether a text matches is all that is asked, so greediness and captures have no effect.
/// </summary>
internal sealed class Pattern
{
    private readonly PatternProgram _program;

    private Pattern(string text, PatternProgram program) => (Text, _program) = (text, program);

    public string Text { get; }

    /// <summary>True or false; null when the budget is used up.</summary>
    public bool? IsMatch(CelFrame frame, string text) => _program.Run(frame, text);

    /// <summary>The expression ready to run; null and the reason when RE2 would not take it, or when it is too large.</summary>
    public static Pattern? Compile(string text, int maxLength, out string problem)
    {
        problem = "it is too long.";
        if (text.Length > maxLength) return null;
        try
        {
            return new Pattern(text, new PatternProgram(new PatternParser(text).Parse()));
        }
        catch (PatternException wrong)
        {
            problem = wrong.Message;
            return null;
        }
    }
}

/// <summary>Ends the reading of a pattern that cannot be used. Never seen outside <see cref="Pattern"/>.</summary>
internal sealed class PatternException(string message) : Exception(message);
