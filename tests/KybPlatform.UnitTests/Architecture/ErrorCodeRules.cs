using System.Text.RegularExpressions;
using AwesomeAssertions;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

public sealed partial class ErrorCodeRules
{
    [Fact]
    public void Every_error_code_in_the_source_is_in_the_table_of_the_documentation() => InSource().Except(Documented()).ShouldBeNone();

    [Fact]
    public void Every_documented_code_is_one_that_the_source_can_answer_with()
    {
        var texts = Repository.CSharp("src/KybPlatform.Api").Select(File.ReadAllText).ToList();

        Documented().Where(code => !texts.Any(t => t.Contains($"\"{code}\"", StringComparison.Ordinal))).ShouldBeNone();
    }

    [Fact]
    public void Every_code_that_the_OpenAPI_document_shows_is_in_the_table() =>
        Urns().Matches(System.Text.Encoding.UTF8.GetString(PlatformRoutes.Document)).Select(m => m.Groups[1].Value).Except(Documented()).ShouldBeNone();

    [Theory]
    [InlineData("new Error(\"some_code\", ErrorKind.Conflict, \"…\")", "some_code")]
    [InlineData("Error.Invalid(\n    \"some_code\", \"…\")", "some_code")]
    [InlineData("new FieldError($\"/a/{i}\", \"some_code\", \"…\")", "some_code")]
    [InlineData("new FieldError(PointerOf(e.PropertyName), \"some_code\", \"…\")", "some_code")]
    [InlineData("new(\"some_code\", ErrorKind.Forbidden, \"…\")", "some_code")]
    [InlineData("Error Big =>\n  new(\n   \"some_code\", ErrorKind.TooLarge, \"…\")", "some_code")]
    [InlineData("RuleFor(x => x.A).NotEmpty().WithErrorCode(\"some_code\")", "some_code")]
    [InlineData(".Refuses(409, \"some_code\", \"…\")", "some_code")]
    public void The_rule_sees_a_code_however_it_is_written(string source, string code) => Codes(source).Should().Contain(code);

    private static IEnumerable<string> InSource() => Repository.CSharp("src").SelectMany(CodesOf).Distinct();

    // Where refusals are collected, every word that could be a code is one, however it is handed on.
    private static IEnumerable<string> CodesOf(string file) =>
        Codes(File.ReadAllText(file))
            .Concat(file.Contains("KybPlatform.Api", StringComparison.Ordinal) ? Told().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value) : [])
            .Concat(file.EndsWith("Errors.cs", StringComparison.Ordinal) ? Words().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value) : []);

    private static IEnumerable<string> Codes(string source) => Made().Matches(source).Select(m => m.Groups[1].Value).Concat(Faults().Matches(source).Select(m => m.Groups[1].Value));

    private static HashSet<string> Documented() =>
        Rows().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"))).Select(m => m.Groups[1].Value).ToHashSet();

    [GeneratedRegex("""(?:new Error\(|Error\.(?:Malformed|Forbidden|Conflict|Invalid|Error401)\(|\bnew\((?=\s*"[a-z_0-9]+",\s*ErrorKind)|WithErrorCode\(|\.Refuses\(\d+,)\s*"([a-z_0-9]+)""")]
    private static partial Regex Made();

    [GeneratedRegex("""new FieldError\((?:[^,"()]|\([^()]*\)|\$?"[^"]*")+,\s*"([a-z_0-9]+)""")]
    private static partial Regex Faults();

    [GeneratedRegex(@"^\| \d{3} \| `([a-z_0-9]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    // A code beside its sentence; only the words of a parameter look like one.
    [GeneratedRegex("""(?<!TakesQuery\()"([a-z0-9]+(?:_[a-z0-9]+)+)",\s*\$?"[A-Z'{][^"\n]* [^"\n]*\.["{]""")]
    private static partial Regex Told();

    [GeneratedRegex("""[(,]\s*"([a-z0-9]+(?:_[a-z0-9]+)+)",""")]
    private static partial Regex Words();

    [GeneratedRegex("urn:kyb:error:([a-z_0-9]+)")]
    private static partial Regex Urns();
}
