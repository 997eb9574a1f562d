using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Functions;
using KybPlatform.Policies.Expressions.Patterns;
using KybPlatform.Policies.Expressions.Syntax;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

/// <summary>What holds for every text and every tree.</summary>
public sealed class PropertyTests
{
    private const string Facts = """{"a": 1, "b": {"x": "t", "n": null, "l": [1, 2.5, "s"]}, "c": [{"k": true}, {}], "d": 0.5, "s": "abc"}""";

    private static readonly Gen<string> Fragment = Gen.OneOf(
        "a", "b", "c", "d", "s", "b.x", "b.n", "b.l", "b.missing", "c[0].k", "c[1].k", "nobody", "1", "0", "2u", "1.5", "-3", "'x'", "b'y'", "r'z'", "null", "true", "false",
        "[", "]", "{", "}", "(", ")", ",", ":", "?", ".", " && ", " || ", "!", "-", " == ", " != ", " < ", " >= ", " in ", " + ", " * ", " / ", " % ", "[?0]", ".?x", "[0]", "['x']",
        ".size()", ".all(i, i)", ".exists(i, i == 1)", ".map(i, [i])", ".filter(i, i != 0)", ".matches('[a-z]+')", "has(b.x)", "size(", "string(", "int(", "type(", "dyn(",
        "duration('1h')", "timestamp('2026-01-01T00:00:00Z')", ".getHours()", "cel.bind(v, 1, v)", "optional.of(1)", ".orValue(0)", "math.greatest(", "'%s'.format([1])", "\\", "\"", "`", "//", "\n", "\u0000", "\ud83d", "é");

    private static readonly Gen<string> Text = Gen.OneOf(
        Fragment.List[0, 12].Select(string.Concat),
        Gen.Char.Array[0, 40].Select(c => new string(c)));

    [Fact]
    public void Any_text_compiles_or_has_issues_inside_it() => Text.Sample(
        text =>
        {
            var (program, issues) = CelCompiler.Compile(text, Cel.Facts(Facts).Environment);
            return program is null
                ? issues.Count > 0 && issues.All(i => i.Position >= 0 && i.Position <= text.Length && i.Code.Length > 0)
                : issues.Count == 0;
        },
        iter: 8_000);

    [Fact]
    public void Whatever_parses_can_be_evaluated_and_traced() => Text.Sample(
        text =>
        {
            var (environment, facts) = Cel.Facts(Facts);
            if (CelCompiler.CompileUnchecked(text, environment).Program is not { } program) return true;
            var value = program.Evaluate(facts);
            var (traced, trace) = program.EvaluateTraced(facts);
            Cel.ToJson(w => CelJson.Write(w, trace)).Should().NotBeEmpty();
            return value.ToString() == traced.ToString() && (value is not CelError e || e.Position < text.Length);
        },
        iter: 8_000);

    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "c", "s");

    private static readonly Gen<string> Tree = Gen.Recursive<string>((depth, inner) => depth > 4 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Select(inner, Gen.OneOf("+", "-", "*", "/", "%", "<", "<=", "==", "!=", "in"), inner, (l, op, r) => $"({l}) {op} ({r})"),
        Gen.Select(inner, inner, inner, (x, y, z) => $"({x}) ? ({y}) : ({z})"),
        Gen.Select(inner, Gen.OneOf("&&", "||"), inner, (l, op, r) => $"({l}) {op} ({r}) {op} ({l})"),
        Gen.Select(Gen.OneOf("!", "-"), inner, (op, x) => $"{op}({x})"),
        Gen.Select(inner, Gen.OneOf(".x", ".?x", "[0]", "[?'k']", ".`a-b`", ".size()"), (x, suffix) => $"({x}){suffix}"),
        Gen.Select(inner, Gen.OneOf("all", "exists", "exists_one", "map", "filter"), Name, inner, (x, macro, v, body) => $"({x}).{macro}({v}, {body})"),
        Gen.Select(inner, inner, (x, y) => $"[{x}, ?{y}]"),
        Gen.Select(inner, inner, (x, y) => $"{{{x}: {y}, ?'k': {x}}}"),
        Gen.Select(Name, inner, inner, (v, x, y) => $"cel.bind({v}, {x}, {y})"),
        Gen.Select(inner, inner, (x, y) => $"f({x}, {y}) + size({x}) + optional.of({y}).optMap(o, {x}).value()")));

    private static Gen<string> Leaf => Gen.OneOf(
        Name,
        Gen.Long.Select(n => CelPrinter.Print(CelValue.Of(n))),
        Gen.ULong.Select(n => CelPrinter.Print(CelValue.Of(n))),
        Gen.Double.Where(double.IsFinite).Select(n => CelPrinter.Print(CelValue.Of(n))),
        Gen.String.Where(IsUnicode).Select(s => CelPrinter.Print(CelValue.Of(s))),
        Gen.Byte.Array[0, 5].Select(b => CelPrinter.Print(new CelBytes(b))),
        Gen.OneOf("true", "false", "null", "has(a.b)", ".a", "a.b.c", "duration('1s')", "[]", "{}"));

    private static bool IsUnicode(string text) => text.EnumerateRunes().All(r => r.Value != 0xFFFD);

    [Fact]
    public void A_printed_tree_parses_to_the_same_tree() => Tree.Sample(
        text =>
        {
            var (first, issues) = CelParser.Parse(text, CelLimits.Default);
            if (first is null) return issues is [{ Code: CelIssueCodes.ExpressionTooDeep or CelIssueCodes.ExpressionTooLarge or CelIssueCodes.ExpressionTooLong }];
            var printed = CelPrinter.Print(first);
            var (second, _) = CelParser.Parse(printed, CelLimits.Default);
            return second is not null && CelPrinter.Print(second) == printed;
        },
        iter: 3_000);

    [Fact]
    public void Numbers_are_ordered_as_on_one_line()
    {
        var number = Gen.OneOf(
            Gen.Long.Select(n => (CelValue)CelInt.Of(n)),
            Gen.ULong.Select(n => CelValue.Of(n)),
            Gen.Double.Where(double.IsFinite).Select(n => CelValue.Of(n)),
            Gen.Long[-3, 3].Select(n => CelValue.Of((double)n)),
            Gen.OneOf(long.MaxValue, long.MinValue, 0L).Select(n => CelValue.Of((double)n)));
        Gen.Select(number, number).Sample((a, b) =>
            Numbers.Compare(a, b) == Math.Sign(Exact(a).CompareTo(Exact(b))) && Numbers.Compare(a, b) == -Numbers.Compare(b, a));

        static (System.Numerics.BigInteger, double) Exact(CelValue value) => value switch
        {
            CelInt i => (i.Value, 0),
            CelUint u => (u.Value, 0),
            // Cut towards zero: what is left is exact, where one above a tiny negative number would be rounded.
            CelDouble d => ((System.Numerics.BigInteger)Math.Truncate(d.Value), d.Value - Math.Truncate(d.Value)),
            _ => throw new InvalidOperationException(),
        };
    }

    [Fact]
    public void Integer_arithmetic_is_exact_or_an_overflow() => Gen.Select(Gen.Long, Gen.Long, Gen.OneOf("+", "-", "*")).Sample((a, b, op) =>
    {
        var (x, y) = ((System.Numerics.BigInteger)a, (System.Numerics.BigInteger)b);
        var exact = op switch { "+" => x + y, "-" => x - y, _ => x * y };
        var value = Cel.Eval($"f.a {op} f.b", $"{{\"f\": {{\"a\": {a}, \"b\": {b}}}}}");
        return exact >= long.MinValue && exact <= long.MaxValue ? value is CelInt i && i.Value == exact : value is CelError { Code: CelErrorCodes.Overflow };
    });

    [Fact]
    public void Times_and_spans_read_back_what_they_write() => Gen.Select(Gen.Long[-62135596800, 253402300799], Gen.Int[0, 999_999_999], Gen.Long).Sample((seconds, nanos, span) =>
    {
        var time = CelTimestamp.Create((Int128)seconds * 1_000_000_000 + nanos)!;
        var duration = new CelDuration(span);
        return CelTimestamp.Parse(time.ToText())!.CompareTo(time) == 0 && CelDuration.Parse(duration.ToText())!.Nanos == span
            && LocalTime.Of(time, 0) is var local && DateTime.UnixEpoch.AddSeconds(seconds) is var known
            && (local.Year, local.Month, local.Day, local.DayOfYear + 1, local.DayOfWeek) == (known.Year, known.Month, known.Day, known.DayOfYear, (int)known.DayOfWeek);
    });

    [Fact]
    public void Strings_compare_as_their_UTF8_bytes_do() => Gen.Select(Gen.String.Where(IsUnicode), Gen.String.Where(IsUnicode)).Sample((a, b) =>
        Math.Sign(CodePoints.Compare(a, b)) == Math.Sign(System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b)))
        && CodePoints.Count(a) == a.EnumerateRunes().Count());

    [Fact]
    public void Any_pattern_is_compiled_or_refused() =>
        Gen.OneOf("a", "[", "]", "^", "(", ")", "(?i)", "(?:", "*", "+", "?", "{2}", "{1,", "}", "|", "\\d", "\\p{Lu}", "\\x{1F600}", "-", ".", "$", "\\", "[:alpha:]", "😀", "\\Q")
            .List[0, 10].Select(string.Concat).Sample(p => Pattern.Compile(p, 500, out var problem) is { } regex ? regex.IsMatch(CelFrame.Rent(CelFacts.None, 0, CelLimits.Default), "aé😀") is not null : problem.Length > 0, iter: 3_000);

    [Fact]
    public void Plain_patterns_match_what_the_platforms_own_engine_matches()
    {
        var part = Gen.OneOf("a", "b", "[ab]", "[^a]", ".", "(a|b)", "(?:ab|a)", "(a*)", "\\b", "^", "$", "");
        var pattern = Gen.Select(part, Gen.OneOf("", "*", "+", "?", "{2}", "{1,2}"), (p, q) => p is "" or "^" or "$" or "\\b" ? p : p + q).List[0, 6].Select(string.Concat);
        Gen.Select(pattern, Gen.OneOf("a", "b", "c", " ").List[0, 8].Select(string.Concat)).Sample(
            (p, text) =>
            {
                var expected = System.Text.RegularExpressions.Regex.IsMatch(text, p, System.Text.RegularExpressions.RegexOptions.NonBacktracking);
                return Pattern.Compile(p, 500, out _)!.IsMatch(CelFrame.Rent(CelFacts.None, 0, CelLimits.Default), text) == expected;
            },
            iter: 3_000);
    }
}
