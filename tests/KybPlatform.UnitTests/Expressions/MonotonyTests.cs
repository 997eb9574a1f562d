using System.Text.Json.Nodes;
using CsCheck;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

/// <summary>
/// What partial evaluation rests on: a result that was definite while facts were missing is the result when they are known. For random expressions and
/// random sets of missing facts; nothing may ever be decided on "not there yet".
/// </summary>
public sealed class MonotonyTests
{
    private const string Everything = """
        {"a": 3, "t": true, "s": "abc", "none": null,
         "o": {"n": 1, "x": "t", "b": false, "z": null, "l": [1, 2.5, "s"], "in": {"p": 7, "q": "x"}},
         "l": [{"k": true, "n": 1}, {"k": false, "n": 5, "w": "y"}, {}],
         "m": {"one": 1, "two": 2}}
        """;

    private static Gen<string> Leaf => Gen.OneOf(
        "a", "t", "s", "none", "o", "l", "m", "o.n", "o.x", "o.b", "o.z", "o.l", "o.in.p", "o.in.q", "o.missing", "l[0].k", "l[1].n", "l[2].k", "m.one", "m['two']",
        "o.?n", "o.?z", "m[?'one']", "o.?in.?p", "true", "false", "0", "1", "7", "2.5", "'x'", "'abc'", "null", "[]", "{}", "[1, 2]", "{'n': 1}", "1 / 0");

    private static Gen<string> Expression => Gen.Recursive<string>((depth, inner) => depth > 3 ? Leaf : Gen.Frequency((2, Leaf), (5, Compound(inner))));

    private static Gen<string> Compound(Gen<string> inner) => Gen.OneOf(
        Gen.Select(inner, Gen.OneOf("==", "!=", "<", ">=", "+", "-", "*", "in"), inner, (x, op, y) => $"({x} {op} {y})"),
        Gen.Select(inner, Gen.OneOf("&&", "||"), inner, (x, op, y) => $"({x} {op} {y})"),
        Gen.Select(inner, inner, inner, (c, x, y) => $"({c} ? {x} : {y})"),
        inner.Select(x => $"!({x})"),
        Gen.OneOf("has(o.n)", "has(o.z)", "has(o.missing)", "has(o.in.p)", "has(l[2].k)", "has(m.one)"),
        Gen.Select(Gen.OneOf("o", "l", "m", "o.l", "[1, 2, a]", "[o, m]"), Gen.OneOf("all", "exists", "exists_one", "map", "filter"), inner, (range, macro, body) => $"{range}.{macro}(v, {body})"),
        Gen.Select(Gen.OneOf("l", "o.l"), Gen.OneOf("v.k", "v.n > 2", "has(v.k)", "v == 1", "v.n == a"), (range, body) => $"{range}.exists(v, {body})"),
        Gen.Select(Gen.OneOf("o", "m", "l"), inner, (range, body) => $"{range}.transformMap(k, v, {body})"),
        Gen.Select(inner, Gen.OneOf("size({0})", "type({0})", "string({0})", "dyn({0}).size()", "optional.ofNonZeroValue({0})", "[{0}]", "{{'k': {0}}}", "'%s'.format([{0}])"), (x, form) => form.Replace("{0}", x, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)),
        Gen.Select(inner, inner, (x, y) => $"optional.of({x}).orValue({y})"),
        Gen.Select(inner, inner, (x, y) => $"{x}.?n.orValue({y})".Insert(0, "o == null ? null : ")),
        Gen.Select(inner, inner, (x, y) => $"cel.bind(v, {x}, {y})"),
        Gen.Select(inner, inner, (x, y) => $"optional.of({x}).optMap(v, {y})"));

    /// <summary>The same facts with some fields left out, wherever they stand. A null stays or goes like any other value.</summary>
    private static JsonObject Without(JsonObject facts, Random random, double share)
    {
        var left = new JsonObject();
        foreach (var (name, value) in facts)
            if (random.NextDouble() >= share) left[name] = Without(value, random, share);
        return left;
    }

    private static JsonNode? Without(JsonNode? value, Random random, double share) => value switch
    {
        JsonObject o => Without(o, random, share),
        JsonArray list => new JsonArray([.. list.Select(i => Without(i, random, share))]),
        _ => value?.DeepClone(),
    };

    [Fact]
    public void A_definite_result_stays_when_an_unknown_becomes_known() => Gen.Select(Expression, Gen.Int, Gen.Double[0.05, 0.8]).Sample(
        (expression, seed, share) =>
        {
            var all = JsonNode.Parse(Everything)!.AsObject();
            var environment = Cel.Facts(Everything).Environment;
            if (CelCompiler.CompileUnchecked(expression, environment).Program is not { } program) return true;
            var partial = program.Evaluate(Cel.Facts(Without(all, new Random(seed), share).ToJsonString()).Facts);
            if (partial.Kind == CelKind.Unknown || HoldsFacts(partial)) return true;
            var full = program.Evaluate(Cel.Facts(Everything).Facts);
            return partial.Kind == CelKind.Error ? full.Kind == CelKind.Error : partial.ToString() == full.ToString();
        },
        iter: 20_000);

    [Fact]
    public void Most_of_the_expressions_are_decided_and_many_are_not()
    {
        var kinds = new Dictionary<CelKind, int>();
        var lot = new object();
        Gen.Select(Expression, Gen.Int).Sample(
            (expression, seed) =>
            {
                var environment = Cel.Facts(Everything).Environment;
                if (CelCompiler.CompileUnchecked(expression, environment).Program is not { } program) return true;
                var kind = program.Evaluate(Cel.Facts(Without(JsonNode.Parse(Everything)!.AsObject(), new Random(seed), 0.3).ToJsonString()).Facts).Kind;
                lock (lot) kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                return true;
            },
            iter: 2_000);
        Assert.True(kinds[CelKind.Unknown] > 100 && kinds[CelKind.Bool] > 100 && kinds[CelKind.Error] > 50, string.Join(", ", kinds));
    }

    /// <summary>An object handed out as a whole shows the fields that are known now; it is no verdict.</summary>
    private static bool HoldsFacts(CelValue value) => value switch
    {
        CelObject => true,
        CelList list => list.Any(HoldsFacts),
        CelMap map => map.Any(e => HoldsFacts(e.Value)),
        CelOptional { Value: { } held } => HoldsFacts(held),
        _ => false,
    };
}
