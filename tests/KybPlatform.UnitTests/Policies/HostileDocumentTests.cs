using System.Text;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>No document stalls or fills the process, whatever its author wrote. Work is told by what is allocated, never by the clock.</summary>
public sealed class HostileDocumentTests
{
    private static readonly string Dear = Enumerable.Range(0, 5).Aggregate("true", (inner, i) => $"[0, 1, 2, 3, 4, 5, 6, 7].all(x{i}, {inner})");

    private static string WithRules(IEnumerable<string> conditions) => $$"""
        { key: a, version: 1, title: T, scope: { country: GB }, requirements: [ { key: legal_name, kind: field, path: business.legal_name } ],
          rules: [ {{string.Join(", ", conditions.Select((c, i) => $"{{ key: r{i}, when: '{c}', outcome: review, reason: restricted }}"))}} ] }
        """;

    [Theory]
    [InlineData("{{ \"{0}\": [{1}] }}", false)]
    [InlineData("? {0}\n: [{1}]\n", true)]
    public void A_long_name_above_many_nodes_is_refused_before_it_fills_the_memory(string form, bool yaml)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, new string('k', 100_000), string.Join(',', Enumerable.Repeat(1, 2_000)));
        var load = yaml ? PolicyLoader.FromYaml(text) : PolicyLoader.FromJson(Encoding.UTF8.GetBytes(text));
        load.Document.Should().BeNull();
        load.Issues.Should().ContainSingle().Which.Code.Should().Be("too_large");
    }

    [Fact]
    public void All_expressions_of_an_evaluation_share_one_budget_and_what_comes_after_it_goes_to_a_person()
    {
        var policy = Example.Resolve(WithRules(Enumerable.Repeat($"!({Dear})", 200)));
        foreach (var trace in new[] { true, false })
        {
            var evaluation = policy.Evaluate(Example.Read(new JsonObject { ["country"] = "GB", ["business"] = new JsonObject { ["legal_name"] = "Acme" } }), Example.Options with { Trace = trace });
            evaluation.Rules[0].Outcome.Should().Be(RuleOutcome.NotMatched);
            evaluation.Rules[^1].Outcome.Should().Be(RuleOutcome.Error);
            evaluation.Outcome.Should().Be(Outcome.Review);
        }
    }

    [Fact]
    public void Rules_of_many_cases_are_compared_no_longer_than_pays()
    {
        var many = string.Join(" || ", Enumerable.Range(0, 40).Select(i => $"business.legal_name == \"v{i}\""));
        var policy = Example.Resolve(WithRules(Enumerable.Range(0, 200).Select(i => $"{many} || business.legal_name == \"w{i}\"")));
        Allocated(() => PolicyLint.Check(policy)).Should().BeLessThan(4_000_000_000);
    }

    [Fact]
    public void A_document_is_merged_once_however_much_is_wrong_with_it()
    {
        var document = Example.Document(WithRules(Enumerable.Range(0, 1_000).Select(i => $"bogus.x == {i}")));
        var layers = new PolicyLayers(PolicyPack.Shipped, [document]);
        Allocated(() => layers.Resolve("a").Issues.Should().HaveCount(1_000)).Should().BeLessThan(500_000_000);
    }

    [Theory]
    [InlineData("rules: [ {0} ]", "{{ key: r{0}, when: 'true', outcome: review, reason: restricted }}", 2_001, "/rules")]
    [InlineData("tests: [ {0} ]", "{{ name: t{0}, expect: {{ outcome: approve }} }}", 501, "/tests")]
    [InlineData("tables: [ {{ key: t, hit: first, inputs: [ {0} ], outputs: [ {{ key: n, type: number }} ], rows: [ {{ then: {{ n: 1 }} }} ] }} ]", "{{ key: i{0}, expr: country }}", 51, "/tables/0/inputs")]
    public void Lists_have_an_end(string list, string entry, int count, string pointer)
    {
        string Document(int entries) => $"{{ key: a, version: 1, title: T, scope: {{ country: GB }}, {Of(list, string.Join(", ", Enumerable.Range(0, entries).Select(i => Of(entry, i))))} }}";
        PolicyLoader.FromYaml(Document(count - 1)).Issues.Should().BeEmpty();
        PolicyLoader.FromYaml(Document(count)).Issues.Should().Contain(i => i.Code == "too_many_entries" && i.Pointer == pointer);
    }

    private static string Of(string form, object value) => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, value);

    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
