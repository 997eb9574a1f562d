using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

public sealed class LiteralTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("0x1F", "31")]
    [InlineData("-0xff", "-255")]
    [InlineData("7u", "7u")]
    [InlineData("0xFFu", "255u")]
    [InlineData("18446744073709551615u", "18446744073709551615u")]
    [InlineData("7.0", "7.0")]
    [InlineData(".5", "0.5")]
    [InlineData("-2.5e3", "-2500.0")]
    [InlineData("1e-3", "0.001")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("'it'", "\"it\"")]
    [InlineData("r'a\\n'", "\"a\\\\n\"")]
    [InlineData("'a\\tb'", "\"a\\tb\"")]
    [InlineData("'\\x41\\u0042\\U00000043\\104'", "\"ABCD\"")]
    [InlineData("'\\U0001F600'", "\"😀\"")]
    [InlineData("'\\uD83D\\uDE00'", "\"😀\"")]
    [InlineData("'''a\r\nb\rc'''", "\"a\\nb\\nc\"")]
    [InlineData("r\"\"\"a\r\nb\\n\"\"\"", "\"a\\nb\\\\n\"")]
    [InlineData("'''two 'quotes' and\na line'''", "\"two 'quotes' and\\na line\"")]
    [InlineData("b'a\\xff\\101'", "b\"\\x61\\xff\\x41\"")]
    [InlineData("b'ÿ'", "b\"\\xc3\\xbf\"")]
    [InlineData("br'\\x'", "b\"\\x5c\\x78\"")]
    [InlineData("[1, 2,]", "[1, 2]")]
    [InlineData("{'a': 1, 2: true,}", "{\"a\": 1, 2: true}")]
    [InlineData("1 // the rest is said to the reader", "1")]
    public void A_literal_reads_as_its_value(string expression, string value) => Cel.Eval(expression).ToString().Should().Be(value);

    [Theory]
    [InlineData("9223372036854775808", CelIssueCodes.NumberOutOfRange, 0)]
    [InlineData("18446744073709551616u", CelIssueCodes.NumberOutOfRange, 0)]
    [InlineData("1e999", CelIssueCodes.NumberOutOfRange, 0)]
    [InlineData("'abc", CelIssueCodes.InvalidLiteral, 0)]
    [InlineData("'a\nb'", CelIssueCodes.InvalidLiteral, 0)]
    [InlineData("'\\s'", CelIssueCodes.InvalidLiteral, 1)]
    [InlineData("'\\uD83D'", CelIssueCodes.InvalidLiteral, 1)]
    [InlineData("'\\uD83D\\u0041'", CelIssueCodes.InvalidLiteral, 1)]
    [InlineData("'\\uDE03\\uD83D'", CelIssueCodes.InvalidLiteral, 1)]
    [InlineData("cel.index(-1)", CelIssueCodes.InvalidMacro, 10)]
    [InlineData("cel.bind(1, 2, 3)", CelIssueCodes.InvalidMacro, 9)]
    [InlineData("'\\UD83DDE03'", CelIssueCodes.InvalidLiteral, 1)]
    [InlineData("'\\400'", CelIssueCodes.InvalidLiteral, 1)]
    [InlineData("b'\\u0041'", CelIssueCodes.InvalidLiteral, 2)]
    [InlineData("1 +", CelIssueCodes.SyntaxError, 3)]
    [InlineData("(1", CelIssueCodes.SyntaxError, 2)]
    [InlineData("1 2", CelIssueCodes.SyntaxError, 2)]
    [InlineData("a b", CelIssueCodes.SyntaxError, 2)]
    [InlineData("1 ? 2", CelIssueCodes.SyntaxError, 5)]
    [InlineData("#", CelIssueCodes.SyntaxError, 0)]
    [InlineData("", CelIssueCodes.SyntaxError, 0)]
    [InlineData("[1,,2]", CelIssueCodes.SyntaxError, 3)]
    [InlineData("while", CelIssueCodes.ReservedWord, 0)]
    [InlineData("true.in", CelIssueCodes.SyntaxError, 5)]
    [InlineData("has(1)", CelIssueCodes.InvalidMacro, 4)]
    [InlineData("[1].all(1, true)", CelIssueCodes.InvalidMacro, 8)]
    [InlineData("[1].all(x, x, true)", CelIssueCodes.InvalidMacro, 11)]
    public void What_is_not_CEL_is_refused_with_its_place(string expression, string code, int position)
    {
        var issue = Cel.Issues(expression).Should().ContainSingle().Subject;
        (issue.Code, issue.Position).Should().Be((code, position));
    }

    [Theory]
    [InlineData("2 + 3 * 4 == 14")]
    [InlineData("(2 + 3) * 4 == 20")]
    [InlineData("10 - 4 - 3 == 3")]
    [InlineData("-2 + 5 == 3")]
    [InlineData("3 - -2 == 5")]
    [InlineData("--2 == 2")]
    [InlineData("!!true")]
    [InlineData("!(1 > 2) && 2 > 1")]
    [InlineData("false && true || true")]
    [InlineData("true || true && false")]
    [InlineData("1 in [1, 2] == true")]
    [InlineData("(false ? 1 : true ? 2 : 3) == 2")]
    [InlineData("1 + 2 < 4 && 4 > 3")]
    [InlineData("{'a': {'b': [1, 2]}}.a.b[1] == 2")]
    [InlineData("{'content-type': 1}.`content-type` == 1")]
    [InlineData("{'for': 1}.for == 1")]
    public void Operators_bind_as_the_grammar_says(string expression) => Cel.ShouldHold(expression);

    [Fact]
    public void Required_repetitions_and_nestings_are_taken()
    {
        Cel.ShouldHold(string.Join(" || ", Enumerable.Repeat("false", 200)) + " || true");
        Cel.ShouldHold(string.Join(" + ", Enumerable.Repeat("1", 100)) + " == 100");
        Cel.ShouldHold(new string('[', 20) + "1" + new string(']', 20) + string.Concat(Enumerable.Repeat("[0]", 20)) + " == 1");
        Cel.ShouldHold("(" + string.Concat(Enumerable.Repeat("false ? 1 : ", 30)) + "2) == 2");
        Cel.ShouldHold("[" + string.Join(", ", Enumerable.Range(0, 64)) + "].size() == 64");
    }

    [Theory]
    [InlineData(300, "(", "1", ")", CelIssueCodes.ExpressionTooDeep)]
    [InlineData(300, "[", "", "]", CelIssueCodes.ExpressionTooDeep)]
    [InlineData(300, "!", "true", "", CelIssueCodes.ExpressionTooDeep)]
    [InlineData(300, "1 + ", "1", "", CelIssueCodes.ExpressionTooDeep)]
    [InlineData(300, "true ? 1 : ", "1", "", CelIssueCodes.ExpressionTooDeep)]
    [InlineData(12_000, "", "1", " ", null)]
    [InlineData(30_000, "", "1", " ", CelIssueCodes.ExpressionTooLong)]
    public void Limits_hold(int count, string before, string middle, string after, string? code)
    {
        var expression = string.Concat(Enumerable.Repeat(before, count)) + middle + string.Concat(Enumerable.Repeat(after, count));
        Cel.Issues(expression).Select(i => i.Code).Should().Equal(code is null ? [] : [code]);
    }

    [Fact]
    public void Too_many_parts_are_refused() =>
        CelCompiler.Compile("[" + string.Join(",", Enumerable.Repeat("0", 200)) + "]", CelEnvironment.Standard, new CelLimits { MaxNodes = 100 })
            .Issues.Should().ContainSingle().Which.Code.Should().Be(CelIssueCodes.ExpressionTooLarge);
}
