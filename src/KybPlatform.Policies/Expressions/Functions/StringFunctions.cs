using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Patterns;
using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>The string functions of the standard definitions. All comparisons are by code point; no case, no culture.</summary>
internal static class StringFunctions
{
    private const int CostOfPattern = 2_000;

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Test("contains", (s, part) => s.Contains(part, StringComparison.Ordinal)),
        Test("startsWith", (s, part) => s.StartsWith(part, StringComparison.Ordinal)),
        Test("endsWith", (s, part) => s.EndsWith(part, StringComparison.Ordinal)),
        Function("matches", Matches, Member(CelType.Bool, CelType.String, CelType.String), Global(CelType.Bool, CelType.String, CelType.String)),
    ];

    /// <summary>Looking for one text in another takes at worst the product of their lengths.</summary>
    public static long CostOfSearch(string text, string part) => text.Length * (1 + part.Length / 64L) / 8;

    private static CelFunction Test(string name, Func<string, string, bool> test) => Function(
        name,
        (frame, a, b) => a is not CelString s || b is not CelString part ? frame.NoOverload(name, a, b)
            : frame.Charge(CostOfSearch(s.Value, part.Value)) ? CelValue.Of(test(s.Value, part.Value)) : frame.OutOfBudget(),
        Member(CelType.Bool, CelType.String, CelType.String));

    private static CelValue Matches(CelFrame frame, CelValue a, CelValue b)
    {
        if (b is not CelString pattern) return frame.NoOverload("matches", a, b);
        if (frame.LastPattern?.Text == pattern.Value) return Matches(frame, a, frame.LastPattern);
        if (!frame.Charge(CostOfPattern)) return frame.OutOfBudget();
        var compiled = Pattern.Compile(pattern.Value, frame.MaxPatternLength, out var problem);
        if (compiled is null) return frame.Fail(CelErrorCodes.InvalidPattern, $"The regular expression cannot be used: {problem}");
        frame.LastPattern = compiled;
        return Matches(frame, a, compiled);
    }

    /// <summary>Matches a pattern that is compiled already.</summary>
    public static CelValue Matches(CelFrame frame, CelValue a, Pattern pattern)
    {
        if (a is not CelString text) return frame.NoOverload("matches", a);
        return pattern.IsMatch(frame, text.Value) is { } isMatch ? CelValue.Of(isMatch) : frame.OutOfBudget();
    }
}
