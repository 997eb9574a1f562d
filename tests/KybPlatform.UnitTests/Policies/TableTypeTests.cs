using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>No row of a table is switched off by a type, and no gap is seen where there is none.</summary>
public sealed class TableTypeTests
{
    private static string Document(string expr, string rows, string outputs = "{ key: n, type: number }", string hit = "hit: first") => $$"""
        { key: a, version: 1, title: T, scope: { country: GB }, requirements: [
            { key: type, kind: field, path: business.type }, { key: founded, kind: field, path: business.incorporated_on }, { key: employees, kind: field, path: business.employees },
            { key: links, kind: field, path: use_case.has_links }, { key: samples, kind: field, path: use_case.sample_messages } ],
          tables: [ { key: t, {{hit}}, inputs: [ { key: x, expr: '{{expr}}' } ], outputs: [ {{outputs}} ], rows: [ {{rows}} ] } ] }
        """;

    private static List<PolicyIssue> Issues(string document)
    {
        var (load, issues) = (PolicyLoader.FromYaml(document), new List<PolicyIssue>());
        if (load.Document is null) return [.. load.Issues];
        var policy = ResolvedPolicy.From(load.Document, new Dictionary<string, PolicyDocument>(), issues);
        return policy is null ? issues : [.. policy.Warnings];
    }

    [Theory]
    [InlineData("business.incorporated_on", "{ if: { x: { gt: 5 } }, then: { n: 1 } }", "/tables/0/inputs/0/expr")]
    [InlineData("use_case.sample_messages", "{ if: { x: [a] }, then: { n: 1 } }", "/tables/0/inputs/0/expr")]
    [InlineData("business.type", "{ if: { x: { gt: 5 } }, then: { n: 1 } }", "/tables/0/rows/0/if/x")]
    [InlineData("business.type", "{ if: { x: trust }, then: { n: 1 } }, { if: { x: 5 }, then: { n: 1 } }", "/tables/0/rows/1/if/x")]
    [InlineData("business.employees", "{ if: { x: \"5\" }, then: { n: 1 } }", "/tables/0/rows/0/if/x")]
    [InlineData("use_case.has_links", "{ if: { x: { not_in: [yes] } }, then: { n: 1 } }", "/tables/0/rows/0/if/x")]
    public void A_cell_that_its_input_can_never_meet_is_a_type_error(string expr, string rows, string pointer) =>
        Issues(Document(expr, rows)).Should().Contain(i => i.Code == "type_mismatch" && i.Pointer == pointer && !i.IsWarning);

    [Fact]
    public void A_misspelt_value_of_a_fact_is_found_with_the_right_one()
    {
        var found = Issues(Document("business.type", "{ if: { x: [trust, sole_propietor] }, then: { n: 1 } }, { then: { n: 2 } }")).Should().ContainSingle().Which;
        (found.Code, found.Pointer, found.Suggestion, found.IsWarning).Should().Be(("row_unreachable", "/tables/0/rows/0/if/x", "sole_proprietor", true));
    }

    [Theory]
    [InlineData("business.employees", "{ if: { x: { lte: 5 } }, then: { n: 1 } }, { if: { x: { gte: 6 } }, then: { n: 2 } }")]
    [InlineData("size(use_case.sample_messages)", "{ if: { x: 0 }, then: { n: 1 } }, { if: { x: { gte: 1 } }, then: { n: 2 } }")]
    [InlineData("use_case.has_links", "{ if: { x: true }, then: { n: 1 } }, { if: { x: false }, then: { n: 2 } }")]
    [InlineData("business.type", "{ if: { x: [sole_proprietor, partnership, private_limited_company, public_company, limited_liability_partnership] }, then: { n: 1 } }, { if: { x: [cooperative, nonprofit, government, trust, other] }, then: { n: 2 } }")]
    public void Rows_that_cover_all_that_an_input_can_be_leave_no_gap(string expr, string rows) => Issues(Document(expr, rows)).Should().BeEmpty();

    [Theory]
    [InlineData("business.employees", "{ if: { x: { lte: 5 } }, then: { n: 1 } }, { if: { x: { gte: 7 } }, then: { n: 2 } }")]
    [InlineData("business.type", "{ if: { x: { not_in: [trust] } }, then: { n: 1 } }")]
    public void A_value_that_no_row_covers_is_a_gap(string expr, string rows) => Issues(Document(expr, rows)).Should().Contain(i => i.Code == "table_gap");

    [Theory]
    [InlineData("hit: first", "{ key: outcome, type: number }", "{ then: { outcome: 5 } }", "wrong_type", "/tables/0/outputs/0/type")]
    [InlineData("hit: first", "{ key: points, type: string }", "{ then: { points: many } }", "wrong_type", "/tables/0/outputs/0/type")]
    [InlineData("hit: collect, aggregate: count", "{ key: outcome, type: string }", "{ then: { outcome: review } }", "aggregate_of_text", "/tables/0/aggregate")]
    [InlineData("hit: first", "{ key: n, type: number }, { key: n, type: string }", "{ then: { n: 1 } }", "duplicate_entry", "/tables/0/outputs")]
    [InlineData("hit: first", "{ key: n, type: number }", "{ if: { x: [] }, then: { n: 1 } }", "empty_list", "/tables/0/rows/0/if/x")]
    public void Columns_that_could_not_be_evaluated_are_refused(string hit, string outputs, string rows, string code, string pointer) =>
        Issues(Document("business.type", rows, outputs, hit)).Should().Contain(i => i.Code == code && i.Pointer == pointer);

    [Fact]
    public void An_input_that_turns_out_to_be_nothing_to_compare_goes_to_a_person()
    {
        var policy = Example.Resolve(Document("dyn(use_case.sample_messages)", "{ if: { x: a }, then: { points: 5 } }, { then: { points: 0 } }", "{ key: points, type: number }"));
        var facts = new JsonObject { ["country"] = "GB", ["now"] = "2026-11-20T00:00:00Z", ["use_case"] = new JsonObject { ["sample_messages"] = new JsonArray("a") } };
        var evaluation = policy.Evaluate(Example.Read(facts), Example.Options);
        evaluation.Tables.Single().Outcome.Should().Be(RuleOutcome.Error);
        evaluation.Contributions.Should().Contain(c => c.Source == "table" && c.Outcome == Outcome.Review);
    }

    [Fact]
    public void An_unsigned_number_is_a_number()
    {
        var policy = Example.Resolve(Document("uint(business.employees)", "{ if: { x: { lt: 10 } }, then: { n: 1 } }, { then: { n: 2 } }"));
        var facts = new JsonObject { ["country"] = "GB", ["now"] = "2026-11-20T00:00:00Z", ["business"] = new JsonObject { ["employees"] = 3 } };
        policy.Evaluate(Example.Read(facts), Example.Options).Tables.Single().Values["n"].Should().Be(1.0);
    }
}
