using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

public sealed class CheckerTests
{
    [Theory]
    [InlineData("1 + 2", "int")]
    [InlineData("[]", "list(dyn)")]
    [InlineData("[1, 'a']", "list(dyn)")]
    [InlineData("[[], [1]]", "list(list(int))")]
    [InlineData("{'a': 1}", "map(string, int)")]
    [InlineData("{}", "map(dyn, dyn)")]
    [InlineData("[1].map(x, string(x))", "list(string)")]
    [InlineData("[1].map(x, [x])[0]", "list(int)")]
    [InlineData("{'a': 1}.filter(k, true)", "list(string)")]
    [InlineData("[1].transformMap(i, v, string(v))", "map(int, string)")]
    [InlineData("optional.of(1)", "optional_type(int)")]
    [InlineData("{'a': 1}.?a", "optional_type(int)")]
    [InlineData("optional.none().orValue('a')", "string")]
    [InlineData("type(1)", "type(int)")]
    [InlineData("true ? 1 : 2", "int")]
    [InlineData("dyn(1)", "dyn")]
    [InlineData("dyn(1) + 1", "int")]
    [InlineData("dyn(1) + dyn(1)", "dyn")]
    [InlineData("math.greatest(1, 2)", "int")]
    [InlineData("math.greatest([1.0])", "double")]
    [InlineData("now - now", "google.protobuf.Duration")]
    [InlineData("now - duration('1s')", "google.protobuf.Timestamp")]
    [InlineData("business.legal_name", "string")]
    [InlineData("business.people[0].date_of_birth", "google.protobuf.Timestamp")]
    [InlineData("business.people.map(p, p.ownership_percent)", "list(double or null)")]
    [InlineData("documents.proof.type", "string")]
    [InlineData("documents['proof'].anything", "dyn")]
    [InlineData("similar('a', 'b')", "double")]
    [InlineData("cel.bind(x, 1, [x])", "list(int)")]
    public void Every_expression_has_a_type(string expression, string type) => SampleVocabulary.Compile(expression).ResultType.Name.Should().Be(type);

    [Theory]
    [InlineData("busines.legal_name == 'x'", CelIssueCodes.UndeclaredReference, 0, "business")]
    [InlineData("business.legel_name == 'x'", CelIssueCodes.UndefinedField, 0, "legal_name")]
    [InlineData("business.people.all(p, p.role == 'x')", CelIssueCodes.UndefinedField, 23, "roles")]
    [InlineData("simlar('a', 'b') > 0.5", CelIssueCodes.UndeclaredFunction, 0, "similar")]
    [InlineData("'a'.startswith('b')", CelIssueCodes.UndeclaredFunction, 0, "startsWith")]
    [InlineData("qqq == 1", CelIssueCodes.UndeclaredReference, 0, null)]
    [InlineData("1 + 'a'", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("1 == 1.0", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("business.employees > 1.5", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("business.legal_name && true", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("true ? 1 : 'a'", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("[1].all(x, x)", CelIssueCodes.NoMatchingOverload, 11, null)]
    [InlineData("country.all(x, true)", CelIssueCodes.TypeMismatch, 0, null)]
    [InlineData("country.city", CelIssueCodes.TypeMismatch, 0, null)]
    [InlineData("country[0]", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("business['legal_name'] == 1", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("size(business)", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("'a'.size('b')", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("contains('a', 'b')", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("similar('a', 1)", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("math.greatest('a')", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("country in [1, 2]", CelIssueCodes.NoMatchingOverload, 0, null)]
    [InlineData("{1.5: 1}", CelIssueCodes.TypeMismatch, 1, null)]
    [InlineData("google.protobuf.Int32Value{value: 1}", CelIssueCodes.UnsupportedMessage, 0, null)]
    public void A_mistake_is_named_with_its_place_and_the_nearest_name(string expression, string code, int position, string? suggestion)
    {
        var issue = Cel.Issues(expression, SampleVocabulary.Environment).Should().ContainSingle().Subject;
        (issue.Code, issue.Position, issue.Suggestion).Should().Be((code, position, suggestion));
        if (suggestion is not null) issue.Message.Should().EndWith($"Did you mean '{suggestion}'?");
    }

    [Fact]
    public void Every_mistake_is_reported_in_order() =>
        Cel.Issues("busines.x == 1 && business.legel_name == 'a' && 1 + 'a' == 2", SampleVocabulary.Environment)
            .Select(i => (i.Code, i.Position)).Should().Equal(
                (CelIssueCodes.UndeclaredReference, 0), (CelIssueCodes.UndefinedField, 18), (CelIssueCodes.NoMatchingOverload, 48));

    [Theory]
    [InlineData("business.legal_name == null")]
    [InlineData("null != business.registered_address")]
    [InlineData("business.people == null")]
    [InlineData("business.legal_name in ['a', null]")]
    [InlineData("type(business.employees) == type(1.5)")]
    [InlineData("has(business.registered_address.city)")]
    [InlineData("'proof' in documents && documents.all(k, documents[k].type != 'x')")]
    [InlineData("[1, 2u, 'a'].exists(x, x == 1)")]
    public void What_may_hold_is_taken(string expression) => Cel.Issues(expression, SampleVocabulary.Environment).Should().BeEmpty();

    [Theory]
    [InlineData("business.legal_name == 'x' && country == 'GB'", "business.legal_name,country")]
    [InlineData("business.registered_address.city == ''", "business.registered_address.city")]
    [InlineData("business.registered_address == null", "business.registered_address")]
    [InlineData("has(business.legal_name)", "business.legal_name")]
    [InlineData("business.people.exists(p, 'owner' in p.roles && p.address.country != country)",
        "business.people,business.people[].address.country,business.people[].roles,country")]
    [InlineData("business.people[0].date_of_birth < now", "business.people[].date_of_birth,now")]
    [InlineData("cel.bind(b, business, b.type) == ''", "business.type")]
    [InlineData("documents['proof'].type == 'x' || documents.other.type == 'y'", "documents.other.type,documents.proof.type")]
    [InlineData("documents[country].type == 'x'", "country,documents")]
    [InlineData("business.?legal_name.hasValue()", "business.legal_name")]
    [InlineData("true || business.type == ''", "business.type")]
    [InlineData("[1].all(country, country == 1)", "")]
    [InlineData("[1].all(country, .country == '')", "country")]
    public void The_paths_an_expression_reads_are_known_before_it_runs(string expression, string paths) =>
        string.Join(',', SampleVocabulary.Compile(expression).ReadPaths).Should().Be(paths);

    [Fact]
    public void A_qualified_variable_wins_over_a_field()
    {
        var environment = CelEnvironment.Standard.WithVariable("a", CelType.Dyn).WithVariable("a.b", CelType.Int);
        var facts = new CelFacts(new Dictionary<string, CelValue> { ["a.b"] = CelValue.Of(7), ["a"] = CelValue.Of("no") });
        CelCompiler.Compile("a.b + 1", environment).Program!.Evaluate(facts).ToString().Should().Be("8");
    }

    [Fact]
    public void Unchecked_compilation_leaves_mistakes_to_evaluation()
    {
        Cel.EvalUnchecked("true || nobody == 1").ToString().Should().Be("true");
        Cel.EvalUnchecked("false && 32").ToString().Should().Be("false");
        Cel.EvalUnchecked("1 == 1.0").ToString().Should().Be("true");
        Cel.ShouldFail("contains('a', 'b')", CelErrorCodes.NoMatchingOverload);
        Cel.ShouldFail("'7'.int()", CelErrorCodes.NoMatchingOverload);
        CelCompiler.CompileUnchecked("true || sise([]) == 0", CelEnvironment.Standard).Issues.Should().ContainSingle().Which.Suggestion.Should().Be("size");
        Cel.ShouldFail("nothing(1)", CelErrorCodes.UndeclaredReference.Replace("reference", "function", StringComparison.Ordinal));
    }
}
