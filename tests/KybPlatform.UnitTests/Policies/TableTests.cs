using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>What hit policies and aggregates make of rows that apply together, and of inputs that are not known.</summary>
public sealed class TableTests
{
    private const string Rows = "rows: [ { if: { v: { gt: 10 } }, then: { n: 3 } }, { if: { v: { gt: 100 } }, then: { n: 5 } }, { if: { v: { gt: 1000 } }, then: { n: 4 } } ]";

    private static TableResult Evaluate(string hit, int? volume, string rows = Rows, string output = "{ key: n, type: number }")
    {
        var policy = Example.Resolve($$"""
            { key: a, version: 1, title: T, scope: { country: GB }, requirements: [ { key: v, kind: field, path: use_case.message_volume } ],
              tables: [ { key: t, {{hit}}, inputs: [ { key: v, expr: use_case.message_volume } ], outputs: [ {{output}} ], {{rows}} } ] }
            """);
        var facts = new JsonObject { ["country"] = "GB", ["now"] = "2026-11-20T00:00:00Z", ["use_case"] = new JsonObject() };
        if (volume is not null) facts["use_case"]!["message_volume"] = volume;
        return policy.Evaluate(Example.Read(facts), Example.Options).Tables.Single();
    }

    [Theory]
    [InlineData("sum", 500, 8)]
    [InlineData("sum", 5000, 12)]
    [InlineData("min", 5000, 3)]
    [InlineData("max", 5000, 5)]
    [InlineData("count", 500, 2)]
    public void A_collecting_table_combines_the_rows_that_apply(string aggregate, int volume, double result)
    {
        var table = Evaluate($"hit: collect, aggregate: {aggregate}", volume);
        table.Outcome.Should().Be(RuleOutcome.Matched);
        table.Values["n"].Should().Be(result);
    }

    [Fact]
    public void Rows_of_an_any_table_that_disagree_are_an_error_and_never_a_choice()
    {
        Evaluate("hit: any", 50).Values["n"].Should().Be(3.0);
        var conflict = Evaluate("hit: any", 500);
        conflict.Outcome.Should().Be(RuleOutcome.Error);
        conflict.Rows.Should().Equal(1, 2);
        conflict.Values.Should().BeEmpty();
    }

    [Theory]
    [InlineData("hit: first")]
    [InlineData("hit: any")]
    [InlineData("hit: collect, aggregate: sum")]
    public void An_unknown_input_decides_nothing(string hit) => Evaluate(hit, null).Outcome.Should().Be(RuleOutcome.Unknown);

    [Fact]
    public void That_there_is_none_is_in_no_list_and_within_no_bounds()
    {
        const string listed = "inputs: [ { key: w, expr: business.website } ], outputs: [ { key: n, type: number } ]";
        RuleOutcome Of(string cell, string facts) => Example.Resolve($$"""
            { key: a, version: 1, title: T, scope: { country: GB }, requirements: [ { key: w, kind: field, path: business.website, allow_none: true } ],
              tables: [ { key: t, hit: first, {{listed}}, rows: [ { if: { w: {{cell}} }, then: { n: 1 } } ] } ] }
            """).Evaluate(Example.Read(JsonNode.Parse($$"""{ "country": "GB", "now": "2026-11-20T00:00:00Z", "business": {{facts}} }""")!), Example.Options).Tables.Single().Outcome;

        Of("{ not_in: [a] }", """{ "website": null }""").Should().Be(RuleOutcome.Matched);
        Of("[a]", """{ "website": null }""").Should().Be(RuleOutcome.NotMatched);
        Of("{ not_in: [a] }", """{ "website": "a" }""").Should().Be(RuleOutcome.NotMatched);
        Of("{ not_in: [a] }", "{}").Should().Be(RuleOutcome.Unknown, "what is not known may be in the list");
    }

    [Fact]
    public void A_table_that_does_not_care_needs_no_input() =>
        Evaluate("hit: first", null, "rows: [ { then: { n: 7 } } ]").Values["n"].Should().Be(7.0);

    [Fact]
    public void The_strictest_outcome_stays_where_rows_are_collected_without_an_aggregate()
    {
        var table = Evaluate("hit: collect", 500,
            "rows: [ { if: { v: { gt: 100 } }, then: { outcome: decline, reason: restricted, points: 5 } }, { if: { v: { gt: 10 } }, then: { outcome: review, reason: promotional_needs_review, points: 7 } } ]",
            "{ key: outcome, type: string }, { key: reason, type: string }, { key: points, type: number }");
        (table.Values["outcome"], table.Values["reason"], table.Values["points"]).Should().Be(("decline", "restricted", 12.0));
    }
}
