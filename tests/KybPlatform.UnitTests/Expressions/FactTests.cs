using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

/// <summary>Present, known absent, unknown.</summary>
public sealed class FactTests
{
    private const string Facts = """
        { "country": "GB", "now": "2026-11-20T00:00:00Z",
          "business": { "legal_name": "Example Ltd", "type": null, "employees": 12, "incorporated_on": "2020-05-01", "registered_address": {"city": "Leeds"},
                        "people": [ {"roles": ["owner"], "ownership_percent": 60}, {"roles": ["director"], "date_of_birth": "1980-02-03"} ] },
          "documents": { "proof": {"type": "utility_bill", "issued": "2026-01-01"} } }
        """;

    [Theory]
    [InlineData("business.legal_name == 'Example Ltd'", "true")]
    [InlineData("business.employees > 10", "true")]
    [InlineData("business.incorporated_on > now - duration('87600h')", "true")]
    [InlineData("business.type == null", "true")]
    [InlineData("business.type == 'x'", "false")]
    [InlineData("has(business.type)", "false")]
    [InlineData("has(business.legal_name)", "true")]
    [InlineData("business.?type.hasValue()", "false")]
    [InlineData("has(business.registered_address.country)", "unknown(business.registered_address.country)")]
    [InlineData("business.registered_address.country == 'GB'", "unknown(business.registered_address.country)")]
    [InlineData("business.?registered_address.country.orValue('GB') == 'GB'", "unknown(business.registered_address.country)")]
    [InlineData("business.people[0].address.city == 'x'", "unknown(business.people[0].address)")]
    [InlineData("business.people.all(p, p.ownership_percent > 25.0)", "unknown(business.people[1].ownership_percent)")]
    [InlineData("business.people.exists(p, p.ownership_percent > 25.0)", "true")]
    [InlineData("business.people.filter(p, p.ownership_percent > 25.0).size()", "unknown(business.people[1].ownership_percent)")]
    [InlineData("business.people.map(p, p.date_of_birth)", "unknown(business.people[0].date_of_birth)")]
    [InlineData("'proof' in documents", "true")]
    [InlineData("'other' in documents", "unknown(documents.other)")]
    [InlineData("documents.exists(k, k == 'proof')", "true")]
    [InlineData("documents.exists(k, k == 'other')", "unknown(documents)")]
    [InlineData("documents.all(k, k == 'proof')", "unknown(documents)")]
    [InlineData("documents.all(k, k == 'other')", "false")]
    [InlineData("documents.map(k, k).size() == 1", "unknown(documents)")]
    [InlineData("dyn(documents).size() == 1", "unknown(documents)")]
    [InlineData("'%s'.format([documents.proof]) == ''", "unknown(documents.proof)")]
    [InlineData("dyn(documents.proof) == {'type': 'utility_bill', 'issued': '2026-01-01'}", "unknown(documents.proof)")]
    [InlineData("documents.other.type == 'x' && documents.third.type == 'y'", "unknown(documents.other.type, documents.third.type)")]
    [InlineData("documents['proof'].type", "\"utility_bill\"")]
    [InlineData("documents.proof.issued < '2027'", "true")]
    [InlineData("dyn(business.registered_address) == {'city': 'York'}", "false")]
    [InlineData("dyn(business.registered_address) == {'city': 'Leeds', 'country': 'GB'}", "unknown(business.registered_address.country)")]
    [InlineData("country == 'GB' || business.registered_address.country == 'GB'", "true")]
    public void A_fact_is_present_absent_or_unknown(string expression, string result) => SampleVocabulary.Eval(expression, Facts).ToString().Should().Be(result);

    [Fact]
    public void A_root_that_is_not_given_is_unknown_by_the_whole_path() =>
        SampleVocabulary.Eval("business.registered_address.city == 'x'", "{}").ToString().Should().Be("unknown(business.registered_address.city)");

    [Fact]
    public void A_fact_of_the_wrong_type_decides_nothing()
    {
        var value = SampleVocabulary.Eval("business.employees > 10 || business.incorporated_on < now", """{"business": {"employees": "many", "incorporated_on": "May"}, "now": "2026-11-20T00:00:00Z"}""");
        value.Should().BeOfType<CelError>().Which.Code.Should().Be(CelErrorCodes.InvalidFact);
        ((CelError)value).Position.Should().Be(0);
    }

    [Fact]
    public void A_field_of_an_absent_object_is_an_error() =>
        SampleVocabulary.Eval("business.registered_address.city == 'x'", """{"business": {"registered_address": null}}""")
            .Should().BeOfType<CelError>().Which.Code.Should().Be(CelErrorCodes.NoSuchField);

    [Fact]
    public void A_supplied_function_sees_only_known_arguments_of_its_types()
    {
        var calls = new List<string>();
        CelValue Similar(CelValue[] arguments)
        {
            calls.Add(string.Join(", ", arguments.Select(a => a.ToString())));
            return CelValue.Of(0.95);
        }

        SampleVocabulary.Eval("similar(business.legal_name, 'Example Limited') >= 0.9", Facts, Similar).ToString().Should().Be("true");
        SampleVocabulary.Eval("similar(business.legal_name, business.registered_address.country) >= 0.9", Facts, Similar).Kind.Should().Be(CelKind.Unknown);
        SampleVocabulary.Eval("similar(business.legal_name, business.type) >= 0.9", Facts, Similar).Kind.Should().Be(CelKind.Error);
        calls.Should().Equal("\"Example Ltd\", \"Example Limited\"");
    }

    [Fact]
    public void A_function_that_is_not_supplied_is_an_error_in_its_place() =>
        SampleVocabulary.Eval("country == 'FR' || similar('a', 'b') > 0.5", Facts)
            .Should().BeOfType<CelError>().Which.Should().Match<CelError>(e => e.Code == CelErrorCodes.FunctionNotSupplied && e.Position == 19);

    [Fact]
    public void What_a_function_does_not_know_stays_unknown() =>
        SampleVocabulary.Eval("similar('a', 'b') > 0.5", Facts, _ => CelUnknown.Of("lists.sanctions")).ToString().Should().Be("unknown(lists.sanctions)");

    [Fact]
    public void A_program_runs_on_many_threads_at_once()
    {
        var program = SampleVocabulary.Compile("business.people.map(p, p.roles[0]).join(',') + country");
        var facts = SampleVocabulary.Facts(Facts);
        var results = Enumerable.Range(0, 500).AsParallel().WithDegreeOfParallelism(4).Select(_ => program.Evaluate(facts).ToString()).Distinct();
        results.Should().Equal("\"owner,directorGB\"");
    }
}
