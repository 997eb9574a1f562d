using System.Text.Json;
using AwesomeAssertions;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.UnitTests.Expressions;

/// <summary>Short forms for the tables of expressions. Facts are given as JSON; every one of them is declared dyn.</summary>
internal static class Cel
{
    public static CelValue Eval(string expression, string? facts = null)
    {
        var (environment, known) = Facts(facts);
        var compiled = CelCompiler.Compile(expression, environment);
        compiled.Issues.Should().BeEmpty("{0} should compile", expression);
        var plain = compiled.Program!.Evaluate(known);
        var traced = compiled.Program.EvaluateTraced(known);
        traced.Value.ToString().Should().Be(plain.ToString(), "tracing must not change {0}", expression);
        return plain;
    }

    /// <summary>As <see cref="Eval"/>, without the type checker.</summary>
    public static CelValue EvalUnchecked(string expression, string? facts = null)
    {
        var (environment, known) = Facts(facts);
        return CelCompiler.CompileUnchecked(expression, environment).Program!.Evaluate(known);
    }

    public static IReadOnlyList<CelIssue> Issues(string expression, CelEnvironment? environment = null) =>
        CelCompiler.Compile(expression, environment ?? CelEnvironment.Standard).Issues;

    public static void ShouldHold(string expression, string? facts = null) =>
        Eval(expression, facts).ToString().Should().Be("true", "{0} should hold", expression);

    public static void ShouldFail(string expression, string code, string? facts = null)
    {
        var value = EvalUnchecked(expression, facts);
        value.Should().BeOfType<CelError>("{0} should fail, and gave {1}", expression, value).Which.Code.Should().Be(code, "{0} should fail so", expression);
    }

    public static (CelEnvironment Environment, CelFacts Facts) Facts(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "{}");
        var facts = CelJsonReader.ReadFacts(document.RootElement);
        var environment = facts.Keys.Aggregate(CelEnvironment.Standard, (e, name) => e.WithVariable(name, CelType.Dyn));
        return (environment, new CelFacts(facts));
    }

    public static string ToJson(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) write(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
