using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Expressions;
using KybPlatform.UnitTests.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Documentation;

/// <summary>The reference of the language keeps its word: every example gives what the page says, and every function has one.</summary>
public sealed class LanguagePageTests
{
    private const string Page = "policies/language.md";

    /// <summary>Facts of the page, and the platform's own functions as they are without any list.</summary>
    private sealed class PageFacts(ICelFacts facts, long now) : ICelFacts
    {
        public CelValue Variable(string name) => facts.Variable(name);

        public CelValue Call(CelFunction function, CelValue[] arguments) => DomainFunctionNames.Call(function, arguments, new PlainDomainFunctions(), now);
    }

    private static IEnumerable<(string Expression, string Result)> Examples()
    {
        foreach (var block in PageExamples.Of(Page).Where(b => b.Language == "cel"))
        {
            var expression = "";
            foreach (var line in block.Text.Split('\n'))
            {
                expression += (expression.Length > 0 ? "\n" : "") + line;
                var at = expression.LastIndexOf(" // ", StringComparison.Ordinal);
                if (at < 0) continue;
                yield return (expression[..at].TrimEnd(), expression[(at + 4)..].Trim());
                expression = "";
            }

            expression.Trim().Should().BeEmpty("every example says what it gives");
        }
    }

    [Fact]
    public void Every_example_gives_what_the_page_says()
    {
        var environment = Vocabulary.Shipped.Environment;
        using var document = System.Text.Json.JsonDocument.Parse(PageExamples.Facts(Page));
        var known = CelJsonReader.ReadFacts(document.RootElement, environment);
        var facts = new PageFacts(new CelFacts(known), ((CelTimestamp)known["now"]).Seconds);
        var examples = Examples().ToList();
        examples.Should().HaveCountGreaterThan(150);
        var wrong = new List<string>();
        foreach (var (expression, result) in examples)
        {
            var compiled = CelCompiler.CompileUnchecked(expression, environment);
            compiled.Issues.Should().BeEmpty("{0} should pass the checker", expression);
            var value = compiled.Program!.Evaluate(facts).ToString();
            if (value.StartsWith("error ", StringComparison.Ordinal)) value = $"error({value.Split(' ')[1]})";
            if (value != result) wrong.Add($"{expression} gives {value}, not {result}");
        }

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Every_function_has_an_example()
    {
        var text = string.Join('\n', Examples().Select(e => e.Expression));
        Vocabulary.Shipped.Environment.Functions.Select(f => f.Name).Where(n => char.IsLetter(n[0]) && !text.Contains(n + "(", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public void Every_code_stands_on_the_page()
    {
        var page = File.ReadAllText(Path.Combine(Architecture.Repository.Root, "docs", Page));
        foreach (var codes in new[] { typeof(CelErrorCodes), typeof(CelIssueCodes) })
            foreach (var code in codes.GetFields().Select(f => (string)f.GetRawConstantValue()!)) page.Should().Contain($"`{code}`");
    }
}
