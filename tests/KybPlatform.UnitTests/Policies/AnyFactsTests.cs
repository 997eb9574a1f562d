using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class AnyFactsTests
{
    private static readonly string[] Odd =
    [
        "null", "true", "0", "-1", "1e308", "\"\"", "\"x\"", "\"2026-13-40\"", "[]", "[null]", "[[]]", "[1, \"a\", {}]", "{}", "{ \"a\": { \"b\": [] } }", "\"9999-12-31\"", "\"0001-01-01T00:00:00Z\"",
    ];

    private static readonly string[] Places =
    [
        "now", "country", "applicant", "use_case", "use_case/purpose", "use_case/sample_messages", "use_case/message_volume", "business", "business/legal_name", "business/type",
        "business/incorporated_on", "business/identifiers", "business/identifiers/0", "business/identifiers/0/scheme", "business/registered_address", "business/registered_address/country",
        "business/people", "business/people/0", "business/people/0/roles", "business/people/0/ownership_percent", "business/people/0/date_of_birth", "business/people/0/id", "business/owned_by",
        "documents", "documents/proof_of_business", "documents/proof_of_business/fields", "documents/proof_of_business/issued_on", "documents/proof_of_business/evidence",
        "attestations", "attestations/terms", "attestations/terms/accepted", "verifications", "verifications/identifier", "verifications/identifier/0", "verifications/identifier/0/checks",
        "verifications/identifier/0/checks/format", "verifications/sanctions_screening/0/subject", "verifications/sanctions_screening/0/lists", "verifications/sanctions_screening/0/lists/0",
        "verifications/sanctions_screening/0/completed_at", "verifications/sanctions_screening/0/status",
    ];

    private static readonly Gen<string> Place = Gen.Int[0, Places.Length - 1].Select(i => Places[i]);
    private static readonly Gen<string> OddValue = Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]);

    /// <summary>Those that are as good as what stood there.</summary>
    private static readonly string[] Approvable =
    [
        "business/incorporated_on = \"9999-12-31\"", // 25 points, below the threshold
        "business/owned_by = null",
        "business/owned_by = []",
        "attestations/terms/accepted = true",
    ];

    [Fact]
    public void Every_odd_value_in_every_place_gives_a_receipt_and_no_approval_it_should_not()
    {
        var approved = new List<string>();
        foreach (var place in Places)
        {
            foreach (var odd in Odd)
            {
                if (Whole(Example.With((place, odd))).Outcome == Outcome.Approve) approved.Add($"{place} = {odd}");
            }
        }

        approved.Should().BeEquivalentTo(Approvable);
    }

    [Fact]
    public void Any_two_odd_values_give_a_receipt() => Gen.Select(Place, OddValue, Place, OddValue).Sample((a, x, b, y) =>
    {
        var facts = JsonNode.Parse(Example.Facts)!;
        Example.Apply(facts, a, x);
        try
        {
            Example.Apply(facts, b, y);
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            return; // the first change took the second place away
        }

        Whole(Example.Read(facts));
    }, iter: 1_000);

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void What_is_no_object_of_Unicode_text_is_refused(string json) =>
        FluentActions.Invoking(() => FactDocument.Parse(Encoding.UTF8.GetBytes(json))).Should().Throw<ArgumentException>();

    [Fact]
    public void Malformed_JSON_is_refused() => FluentActions.Invoking(() => FactDocument.Parse("{"u8.ToArray())).Should().Throw<JsonException>();

    private static PolicyEvaluation Whole(FactDocument facts)
    {
        var options = Example.Options with { Trace = true };
        Example.Resolved.Plan(facts, options);
        var evaluation = Example.Resolved.Evaluate(facts, options);
        evaluation.Due();
        evaluation.Receipt().Should().NotBeEmpty();
        return evaluation;
    }
}
