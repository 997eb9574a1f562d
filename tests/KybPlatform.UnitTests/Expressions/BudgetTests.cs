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
        $"{Nested(5, "f.list == f.list")}.size() > 0",
        $"{Nested(6, "f.text")}.size() > 0 || true",
        Enumerable.Range(0, 8).Aggregate("true", (inner, i) => $"{Ten}.filter(x{i}, {inner}).size() > 0"),
        Nested(8, "true").Replace(".map(", ".all(", StringComparison.Ordinal),
        Nested(8, "false").Replace(".map(", ".exists(", StringComparison.Ordinal) + " || true",
        Nested(8, "false").Replace(".map(", ".exists_one(", StringComparison.Ordinal),
        Nested(8, "1").Replace(".map(x", ".transformList(i, x", StringComparison.Ordinal) + " == []",
        Nested(8, "1").Replace(".map(x", ".transformMap(i, x", StringComparison.Ordinal) + " == {}",
        Doubled(40, "f.text") + ".split('').size() > 0",
        Doubled(40, "f.text") + ".reverse() == ''",
        Enumerable.Range(0, 40).Aggregate("f.text", (inner, i) => $"cel.bind(w{i}, {inner}, w{i}.replace('', w{i}))"),
        Enumerable.Range(0, 40).Aggregate("f.text", (inner, i) => $"cel.bind(w{i}, {inner}, w{i}.split('').join(w{i}))"),
        Enumerable.Range(0, 40).Aggregate("b'0123456789'", (inner, i) => $"cel.bind(w{i}, {inner}, bytes(base64.encode(w{i}) + base64.encode(w{i})))"),
        Enumerable.Range(0, 40).Aggregate("f.list", (inner, i) => $"cel.bind(w{i}, {inner}, w{i}.map(e, w{i}))"),
        Enumerable.Range(0, 40).Aggregate("f.list", (inner, i) => $"cel.bind(w{i}, {inner}, optional.of([w{i}, w{i}]).value())"),
        $"{Nested(5, "'%.100f%.100e'.format([0.1, 0.1])")}.size() > 0",
        $"{Nested(5, "f.text.matches('(a{30}){30}')")}.size() > 0",
        $"{Nested(5, "math.greatest(f.list)")}.size() > 0",
        $"{Nested(5, "11 in f.list")}.size() > 0",
        $"{Nested(5, "f.text.lastIndexOf('b')")}.size() > 0",
        $"cel.block([{string.Join(", ", Enumerable.Range(0, 60).Select(i => i == 0 ? "f.text" : $"cel.index({i - 1}) + cel.index({i - 1})"))}], cel.index(59).size() > 0)");

    [Theory, MemberData(nameof(Expensive))]
    public void An_evaluation_that_costs_too_much_ends_in_that_error(string expression)
    {
        var value = Cel.Eval(expression, """{"f": {"text": "aaaaaaaaaa", "list": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}""");
        value.Should().BeOfType<CelError>().Which.Code.Should().Be(CelErrorCodes.BudgetExceeded);
    }

    /// <summary>Counted, not timed: what is charged, and what is allocated meanwhile, compiling included.</summary>
    [Theory, MemberData(nameof(Expensive))]
    public void What_is_stopped_was_stopped_at_the_limit_and_took_little_memory(string expression)
    {
        var (environment, facts) = Cel.Facts("""{"f": {"text": "aaaaaaaaaa", "list": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}""");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var program = CelCompiler.Compile(expression, environment).Program!;
        program.Evaluate(facts, out var cost).Kind.Should().Be(CelKind.Error);
        cost.Should().BeGreaterThan(CelLimits.Default.MaxCost);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(200_000_000);
    }

    [Fact]
    public void Computing_beforehand_is_bounded_for_the_whole_expression()
    {
        var text = new string('a', 10_000);
        var expression = string.Join(" || ", Enumerable.Range(0, 300).Select(i => $"s.matches('a{{{i % 40}}}b')"));
        var constant = $"cel.bind(s, '{text}', {expression})";
        CelCompiler.Compile(constant, CelEnvironment.Standard).Program!.Evaluate(CelFacts.None, out var cost)
            .Should().BeOfType<CelError>().Which.Code.Should().Be(CelErrorCodes.BudgetExceeded);
        cost.Should().BeGreaterThan(CelLimits.Default.MaxCost);
    }

    [Fact]
    public void A_supplied_function_is_paid_by_the_product_of_its_texts()
    {
        var environment = CelEnvironment.Standard.WithVariable("f", CelType.Dyn).WithFunction(CelFunction.Supplied("similar", [CelType.String, CelType.String], CelType.Double));
        var calls = 0;
        var facts = new CelFacts(new Dictionary<string, CelValue> { ["f"] = CelValue.Of(new string('a', 5_000)) }, new Dictionary<string, Func<CelValue[], CelValue>>
        {
            ["similar"] = _ =>
            {
                calls++;
                return CelValue.Of(1.0);
            },
        });
        CelCompiler.Compile("similar(f, f) > 0.5", environment).Program!.Evaluate(facts).Kind.Should().Be(CelKind.Error);
        CelCompiler.Compile("similar(f.substring(0, 500), f.substring(0, 500)) > 0.5", environment).Program!.Evaluate(facts).ToString().Should().Be("true");
        calls.Should().Be(1);
    }

    [Theory]
    [InlineData("(a{1000}){1000}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(((a*)*)*)*{999}")]
    [InlineData("(?=a)b")]
    [InlineData("(a)\\1")]
    public void A_pattern_that_would_blow_up_is_refused(string pattern) =>
        Cel.Issues($"'a'.matches(r'{pattern.Replace("\\\\", "\\", StringComparison.Ordinal)}')").Should().ContainSingle().Which.Code.Should().Be(CelIssueCodes.InvalidPattern);

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

    /// <summary>What is asked of each of many elements about one large fact: a text beyond the basic plane, a map, bytes.</summary>
    [Theory]
    [InlineData("l.all(x, size(s) > 0)")]
    [InlineData("l.all(x, m.exists(k, true))")]
    [InlineData("l.all(x, m.exists(k, v, true))")]
    [InlineData("cel.bind(a, bytes(s), cel.bind(b, bytes(s), l.all(x, a <= b)))")]
    [InlineData("l.all(x, 'a' + string(x) != s && [s].exists(t, t == s) && {s: x} != {})")]
    [InlineData("l.all(x, optional.of(x).hasValue() || int(s) > 0) && l.map(x, timestamp(s)) == []")]
    [InlineData("l.all(x, !(timestamp(x).getHours('Nowhere/Town') > 30) || true)")]
    public void Whatever_looks_at_a_whole_fact_is_paid_for(string expression)
    {
        var facts = $$"""{ "l": [{{string.Join(',', Enumerable.Range(0, 20_000))}}], "s": "{{string.Concat(Enumerable.Repeat("\ud83d\ude00", 2_000))}}", "m": { {{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"k{i}\": 1"))}} } }""";
        Cel.EvalUnchecked(expression, facts).Should().BeOfType<CelError>().Which.Code.Should().Be(CelErrorCodes.BudgetExceeded);
    }

    [Theory]
    [InlineData("{{1: 1}}", "{{{0}: {0}}}")]
    [InlineData("{{'a': 1}}", "{{'a': {0}, 'b': {0}}}.transformMap(k, v, {{{0}: {0}}})")]
    [InlineData("{{}}", "cel.bind(n, {{}}, n == {{{0}: {0}}} ? n : n)")]
    public void Types_of_maps_in_maps_do_not_double_without_end(string start, string next)
    {
        var expression = Enumerable.Range(0, 25).Reverse().Aggregate("a25", (body, i) => $"cel.bind(a{i + 1}, {Of(next, $"a{i}")}, {body})");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var compiled = CelCompiler.CompileUnchecked($"cel.bind(a0, {Of(start, "")}, {expression})", CelEnvironment.Standard);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(200_000_000);
        compiled.Program.Should().NotBeNull();
        compiled.Issues.Should().OnlyContain(i => i.Message.Length < 20_000);
    }

    private static string Of(string form, string part) => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, part);
}
