using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

/// <summary>No expression takes unbounded time or memory, and none hides that it ran out.</summary>
public sealed class BudgetTests
{
    private static readonly string Ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";

    private static string Nested(int depth, string body) =>
        depth == 0 ? body : $"{Ten}.map(x{depth}, {Nested(depth - 1, body)})";

    private static string Doubled(int times, string start) =>
        times == 0 ? start : $"cel.bind(v{times}, {Doubled(times - 1, start)}, v{times} + v{times})";

    public static TheoryData<string> Expensive => new(
        Nested(8, "1"),
        Nested(8, "1") + ".size() > 0 || true",
        "true ? " + Nested(8, "1") + " : []",
        $"[{Nested(8, "1")}].exists(x, true) || 1 < 2",
        Doubled(40, "f.text") + ".size() > 0",
        Doubled(40, "f.list") + ".size() > 0",
        Doubled(40, "b'0123456789'") + ".size() > 0",
        "['foo', 'bar']" + string.Concat(Enumerable.Repeat(".map(x, [x, x])", 40)) + " == []",
        Enumerable.Range(0, 40).Aggregate("f.list", (inner, i) => $"cel.bind(w{i}, {inner}, [w{i}, w{i}])"),
        Enumerable.Range(0, 40).Aggregate("f.list", (inner, i) => $"cel.bind(w{i}, {inner}, {{'a': w{i}, 'b': w{i}}})"),
        Enumerable.Range(0, 40).Aggregate("f.text", (inner, i) => $"cel.bind(w{i}, {inner}, w{i}.replace('a', 'aaaaaaaaaaaaaaaa'))"),
        Enumerable.Range(0, 40).Aggregate("f.text", (inner, i) => $"cel.bind(w{i}, {inner}, [w{i}, w{i}, w{i}].join(w{i}))"),
        Enumerable.Range(0, 40).Aggregate("f.text", (inner, i) => $"cel.bind(w{i}, {inner}, '%s%s%s'.format([w{i}, w{i}, w{i}]))"),
        Enumerable.Range(0, 40).Aggregate("f.text", (inner, i) => $"cel.bind(w{i}, {inner}, strings.quote(w{i} + '\"' + w{i}))"),
        $"{Nested(5, "f.text.matches('a' + string(x1))")}.size() > 0",
        $"{Nested(5, "f.list == f.list")}.size() > 0");

    [Theory, MemberData(nameof(Expensive))]
    public void An_evaluation_that_costs_too_much_ends_in_that_error(string expression)
    {
        var value = Cel.Eval(expression, """{"f": {"text": "aaaaaaaaaa", "list": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}""");
        value.Should().BeOfType<CelError>().Which.Code.Should().Be(CelErrorCodes.BudgetExceeded);
    }

    [Fact]
    public void The_same_expression_costs_the_same_every_time()
    {
        var program = CelCompiler.Compile("[1, 2, 3].map(x, x * 2).size() == 3", CelEnvironment.Standard, new CelLimits { MaxCost = 1 }).Program!;
        program.Evaluate(CelFacts.None).Kind.Should().Be(CelKind.Error);
        var least = Enumerable.Range(1, 100).First(cost => Costs(cost).Kind == CelKind.Bool);
        Costs(least - 1).Should().BeOfType<CelError>();
        Costs(least).ToString().Should().Be("true");

        static CelValue Costs(int cost) =>
            CelCompiler.Compile("[1, 2, 3].map(x, x * 2).size() == 3", CelEnvironment.Standard, new CelLimits { MaxCost = cost }).Program!.Evaluate(CelFacts.None);
    }

    [Fact]
    public void A_fact_too_large_to_print_is_not_handed_out() =>
        CelCompiler.Compile("f", CelEnvironment.Standard.WithVariable("f", CelType.Dyn), new CelLimits { MaxCost = 100 }).Program!
            .Evaluate(new CelFacts(new Dictionary<string, CelValue> { ["f"] = CelValue.Of(new string('a', 10_000)) }))
            .Should().BeOfType<CelError>().Which.Code.Should().Be(CelErrorCodes.BudgetExceeded);

    [Theory]
    [InlineData("f.text.contains(f.part)")]
    [InlineData("f.text.indexOf(f.part) < 0")]
    [InlineData("f.text.replace(f.part, 'x') == ''")]
    [InlineData("f.text.split(f.part).size() == 1")]
    [InlineData("f.text.matches('(a|aa|aaa){100}c')")]
    public void A_search_costs_the_product_of_both_sizes(string expression) =>
        Cel.ShouldFail(expression, CelErrorCodes.BudgetExceeded, $"{{\"f\": {{\"text\": \"{new string('a', 60_000)}\", \"part\": \"{new string('a', 20_000)}b\"}}}}");

    public static TheoryData<string> Deep => new(
        string.Concat(Enumerable.Repeat("size([", 60)) + "1" + string.Concat(Enumerable.Repeat("])", 60)),
        string.Concat(Enumerable.Repeat("[0].map(x, ", 120)) + "x" + new string(')', 120),
        string.Concat(Enumerable.Repeat("cel.bind(x, 1, ", 120)) + "x" + new string(')', 120),
        string.Concat(Enumerable.Repeat("{'k': ", 120)) + "1" + new string('}', 120),
        string.Concat(Enumerable.Repeat("(true && ", 60)) + "true" + new string(')', 60),
        string.Concat(Enumerable.Repeat("f.s == (f.s == ", 60)) + "f.s" + new string(')', 60),
        string.Concat(Enumerable.Repeat("-(", 60)) + "f.n" + new string(')', 60));

    [Theory, MemberData(nameof(Deep))]
    public void The_deepest_expression_that_is_taken_fits_a_small_stack(string expression)
    {
        CelValue? value = null;
        var thread = new Thread(() => value = Cel.EvalUnchecked(expression, """{"f": {"n": 1, "s": "t"}}"""), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        value.Should().NotBeNull();
    }
}
