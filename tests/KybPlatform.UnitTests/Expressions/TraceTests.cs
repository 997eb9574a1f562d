using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

public sealed class TraceTests
{
    private static CelTrace Trace(string expression, string facts) =>
        SampleVocabulary.Compile(expression).EvaluateTraced(SampleVocabulary.Facts(facts)).Trace;

    private static string Json(CelTrace trace) => Cel.ToJson(w => CelJson.Write(w, trace));

    private static string Lines(CelTrace trace, int depth = 0)
    {
        var outcome = trace.IsSkipped ? "skipped" : trace.Value!.ToString();
        var reads = trace.Reads is null ? "" : $" reads {trace.Reads}";
        var omitted = trace.Omitted == 0 ? "" : $" and {trace.Omitted} more";
        var line = $"{new string(' ', depth * 2)}{trace.Text} @{trace.Position}: {outcome}{reads}{omitted}\n";
        return line + string.Concat(trace.Children.Select(c => Lines(c, depth + 1)));
    }

    [Fact]
    public void A_trace_is_the_expression_with_what_each_part_gave() =>
        Lines(Trace("country == 'GB' && business.employees > 10 && business.type != 'x'", """{"country": "GB", "business": {"employees": 5}}""")).Should().Be("""
            country == 'GB' && business.employees > 10 && business.type != 'x' @0: false
              country == 'GB' @0: true
                country @0: "GB" reads country
                'GB' @11: "GB"
              business.employees > 10 @19: false
                business.employees @19: 5 reads business.employees
                10 @40: 10
              business.type != 'x' @46: skipped

            """);

    [Fact]
    public void A_macro_shows_its_body_for_each_element() =>
        Lines(Trace("business.people.exists(p, p.ownership_percent > 25.0)", """{"business": {"people": [{}, {"ownership_percent": 60}, {"ownership_percent": 5}]}}""")).Should().Be("""
            business.people.exists(p, p.ownership_percent > 25.0) @0: true
              business.people @0: [{}, {"ownership_percent": 60.0}, {"ownership_percent": 5.0}] reads business.people
              p.ownership_percent > 25.0 @26: unknown(business.people[0].ownership_percent)
                p.ownership_percent @26: unknown(business.people[0].ownership_percent) reads business.people[0].ownership_percent
                  p @26: {}
                25.0 @48: 25.0
              p.ownership_percent > 25.0 @26: true
                p.ownership_percent @26: 60.0 reads business.people[1].ownership_percent
                  p @26: {"ownership_percent": 60.0}
                25.0 @48: 25.0

            """);

    [Fact]
    public void A_part_that_was_settled_before_is_one_line() =>
        Lines(Trace("now - duration('24h') < now", """{"now": "2026-11-20T00:00:00Z"}""")).Should().Contain("  duration('24h') @6: duration(\"86400s\")\n");

    [Fact]
    public void A_long_list_does_not_make_a_long_trace()
    {
        var people = string.Join(',', Enumerable.Repeat("""{"roles": []}""", 1000));
        var trace = Trace("business.people.all(p, p.roles == [])", $$$"""{"business": {"people": [{{{people}}}]}}""");
        trace.Value!.ToString().Should().Be("true");
        trace.Children.Should().HaveCount(26);
        trace.Omitted.Should().Be(975);
    }

    [Fact]
    public void The_written_trace_names_errors_unknowns_and_what_was_skipped() =>
        Json(Trace("country == 'GB' ? 1 / 0 > 0 : business.type == 'x'", """{"country": "GB"}""")).Should().Be(
            "{\"text\":\"country == \\u0027GB\\u0027 ? 1 / 0 \\u003E 0 : business.type == \\u0027x\\u0027\",\"position\":0,\"error\":{\"code\":\"divide_by_zero\",\"message\":\"Division by zero.\"},\"parts\":[" +
            "{\"text\":\"country == \\u0027GB\\u0027\",\"position\":0,\"value\":true,\"type\":\"bool\",\"parts\":[" +
            "{\"text\":\"country\",\"position\":0,\"reads\":\"country\",\"value\":\"GB\",\"type\":\"string\"},{\"text\":\"\\u0027GB\\u0027\",\"position\":11,\"value\":\"GB\",\"type\":\"string\"}]}," +
            "{\"text\":\"1 / 0 \\u003E 0\",\"position\":18,\"error\":{\"code\":\"divide_by_zero\",\"message\":\"Division by zero.\"},\"parts\":[" +
            "{\"text\":\"1 / 0\",\"position\":18,\"error\":{\"code\":\"divide_by_zero\",\"message\":\"Division by zero.\"},\"parts\":[" +
            "{\"text\":\"1\",\"position\":18,\"value\":1,\"type\":\"int\"},{\"text\":\"0\",\"position\":22,\"value\":0,\"type\":\"int\"}]}," +
            "{\"text\":\"0\",\"position\":26,\"value\":0,\"type\":\"int\"}]}," +
            "{\"text\":\"business.type == \\u0027x\\u0027\",\"position\":30,\"skipped\":true}]}");
}
