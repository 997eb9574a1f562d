using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

/// <summary>The truth tables of true, false, unknown and error. T, F, U, V and E stand for them; U and V are two different unknowns.</summary>
public sealed class AbsorptionTests
{
    private static readonly Dictionary<char, string> Words = new()
    {
        ['T'] = "f.t",
        ['F'] = "f.f",
        ['U'] = "f.u",
        ['V'] = "f.v",
        ['E'] = "(1 / f.zero == 1)",
        ['#'] = "f.text",
    };

    private static string Run(string table)
    {
        var expression = string.Concat(table.Select(c => Words.GetValueOrDefault(c, c.ToString())));
        var value = Cel.Eval(expression, """{"f": {"t": true, "f": false, "zero": 0, "text": "no bool"}}""");
        return value switch
        {
            CelBool b => b.Value ? "T" : "F",
            CelUnknown u => string.Concat(u.Paths.Select(p => p == "f.u" ? 'U' : 'V')),
            CelError e => e.Code is CelErrorCodes.DivideByZero ? "E" : e.Code,
            _ => value.ToString(),
        };
    }

    [Theory]
    [InlineData("T && T", "T")]
    [InlineData("T && F", "F")]
    [InlineData("T && U", "U")]
    [InlineData("U && T", "U")]
    [InlineData("F && U", "F")]
    [InlineData("U && F", "F")]
    [InlineData("T && E", "E")]
    [InlineData("E && T", "E")]
    [InlineData("F && E", "F")]
    [InlineData("E && F", "F")]
    [InlineData("U && E", "U")]
    [InlineData("E && U", "U")]
    [InlineData("U && V", "UV")]
    [InlineData("V && U", "UV")]
    [InlineData("U && E && V && T", "UV")]
    [InlineData("U && E && V && F", "F")]
    [InlineData("T && #", CelErrorCodes.NoMatchingOverload)]
    [InlineData("# && F", "F")]
    public void And_is_false_as_soon_as_one_term_is(string table, string result) => Run(table).Should().Be(result);

    [Theory]
    [InlineData("F || F", "F")]
    [InlineData("F || T", "T")]
    [InlineData("T || U", "T")]
    [InlineData("U || T", "T")]
    [InlineData("F || U", "U")]
    [InlineData("U || F", "U")]
    [InlineData("T || E", "T")]
    [InlineData("E || T", "T")]
    [InlineData("F || E", "E")]
    [InlineData("E || F", "E")]
    [InlineData("U || E", "U")]
    [InlineData("E || U", "U")]
    [InlineData("U || V", "UV")]
    [InlineData("# || T", "T")]
    [InlineData("# || F", CelErrorCodes.NoMatchingOverload)]
    public void Or_is_true_as_soon_as_one_term_is(string table, string result) => Run(table).Should().Be(result);

    [Theory]
    [InlineData("T ? U : F", "U")]
    [InlineData("T ? F : U", "F")]
    [InlineData("F ? E : T", "T")]
    [InlineData("F ? T : E", "E")]
    [InlineData("U ? T : T", "U")]
    [InlineData("E ? T : T", "E")]
    [InlineData("U ? E : V", "U")]
    [InlineData("# ? T : F", CelErrorCodes.NoMatchingOverload)]
    [InlineData("!U", "U")]
    [InlineData("!E", "E")]
    public void A_condition_decides_which_branch_counts(string table, string result) => Run(table).Should().Be(result);

    [Theory]
    [InlineData("U == V", "UV")]
    [InlineData("U == T", "U")]
    [InlineData("U != U", "U")]
    [InlineData("E == U", "U")]
    [InlineData("[U, V].size() == 2", "UV")]
    [InlineData("{'a': U}.a", "U")]
    [InlineData("T in [U, T]", "U")]
    [InlineData("size(U) == 0", "U")]
    [InlineData("U in [1, 2]", "U")]
    [InlineData("U in {'a': 1}", "U")]
    [InlineData("U.startsWith('a')", "U")]
    [InlineData("U[0] == 1", "U")]
    [InlineData("[1, 2][U] == 1", "U")]
    [InlineData("[1][5] == U", "U")]
    public void Functions_over_an_unknown_are_unknown(string table, string result) => Run(table).Should().Be(result);

    [Theory]
    [InlineData("[T, F].all(x, x || U)", "U")]
    [InlineData("[T, F].all(x, x && U)", "F")]
    [InlineData("[F, T].exists(x, x || U)", "T")]
    [InlineData("[F, F].exists(x, x || U)", "U")]
    [InlineData("[1, 0].exists(x, 4 / x == 4)", "T")]
    [InlineData("[0, 1].exists(x, 4 / x == 4)", "T")]
    [InlineData("[0, 1].all(x, 4 / x == 3)", "F")]
    [InlineData("[0, 1].all(x, 4 / x == 4)", "division")]
    [InlineData("[0, 1].exists_one(x, 4 / x == 4)", "division")]
    [InlineData("[T, F].exists_one(x, x && U)", "U")]
    [InlineData("[1, 2].map(x, U)", "U")]
    [InlineData("[1, 2].filter(x, U) == []", "U")]
    [InlineData("[1, 2].filter(x, E) == []", "E")]
    [InlineData("[0, 1].map(x, x == 0 ? E : U) == []", "U")]
    [InlineData("U.all(x, x)", "U")]
    [InlineData("U.map(x, x) == []", "U")]
    [InlineData("cel.bind(x, U, x && F)", "F")]
    [InlineData("cel.bind(x, E, x || T)", "T")]
    public void Macros_absorb_like_the_operator_they_are_made_of(string table, string result) =>
        Run(table).Should().Be(result == "division" ? "E" : result);
}
