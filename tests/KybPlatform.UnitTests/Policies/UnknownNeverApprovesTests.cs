using System.Text.Json.Nodes;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies;
using KybPlatform.UnitTests.Packs;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class UnknownNeverApprovesTests
{
    /// <summary>Faults, each of which alone keeps the example from being approved.</summary>
    private static readonly (string Path, string Json)[] Faults =
    [
        ("business/legal_name", "\"\""),
        ("business/industry", "\"cannabis\""),
        ("business/incorporated_on", "\"2026-11-01\""),
        ("business/people/0/ownership_percent", "60"),
        ("business/people/0/date_of_birth", "\"2015-01-01\""),
        ("business/people/+", "{ \"id\": \"p2\", \"roles\": [\"owner\"], \"ownership_percent\": 20, \"given_name\": \"Bo\", \"family_name\": \"Example\" }"),
        ("business/registered_address/country", "\"FR\""),
        ("business/registered_address/line1", "\"PO Box 1\""),
        ("use_case/purpose", "\"promotional\""),
        ("use_case/purpose", "\"mixed\""),
        ("use_case/sender_ids", "[\"£\"]"),
        ("documents/proof_of_business/issued_on", "\"2020-01-01\""),
        ("documents/proof_of_business/evidence", "\"claimed\""),
        ("documents/proof_of_business/fields/business_name", "\"Other\""),
        ("attestations/terms/accepted", "false"),
        ("verifications/identifier/0/checks/checksum", "\"failed\""),
        ("verifications/identifier/0/status", "\"pending\""),
        ("verifications/sanctions_screening/0/checks/no_match", "\"failed\""),
        ("verifications/sanctions_screening/1/checks/no_match", "\"failed\""),
        ("verifications/sanctions_screening/0/sample", "true"),
        ("verifications/sanctions_screening/0/lists/0/complete", "false"),
        ("verifications/sanctions_screening/0/lists/1/published_at", "\"2026-01-01T00:00:00Z\""),
        ("verifications/sanctions_screening/0/completed_at", "\"2026-01-01T00:00:00Z\""),
        ("verifications/sanctions_screening/+", "{ \"subject\": \"business\", \"status\": \"failed\", \"checks\": { \"no_match\": \"failed\" }, \"completed_at\": \"2026-11-19T11:00:00Z\", \"provider\": \"other\", \"sample\": false, \"lists\": [] }"),
        ("verifications/duplicate/0/checks/not_claimed", "\"failed\""),
        ("verifications/duplicate/0/status", "\"failed\""),
    ];

    private static readonly Gen<EvaluationOptions> Options =
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, (live, attested, retry) => Example.Options with { Live = live, Attested = attested, RetryScheduled = retry });

    [Fact]
    public void Every_single_removal_from_every_fault_is_no_way_to_an_approval()
    {
        var ways = new List<string>();
        foreach (var fault in Faults)
        {
            var faulty = JsonNode.Parse(Example.Facts)!;
            Example.Apply(faulty, fault.Path, fault.Json);
            if (Outcome(faulty, Example.Options) == KybPlatform.Policies.Outcome.Approve) continue;
            foreach (var path in Members(faulty, ""))
            {
                var removed = faulty.DeepClone();
                Example.Apply(removed, path, null);
                if (Outcome(removed, Example.Options) == KybPlatform.Policies.Outcome.Approve) ways.Add($"{fault.Path} = {fault.Json}, without {path}");
            }
        }

        ways.Should().BeEmpty();
    }

    [Fact]
    public void Making_any_facts_unknown_never_turns_another_outcome_into_an_approval() =>
        Gen.Select(Gen.Int[0, Faults.Length - 1].Array[0, 3], Gen.Double[0, 1].Array[1, 4], Options).Sample((faults, removals, options) =>
        {
            var facts = JsonNode.Parse(Example.Facts)!;
            foreach (var fault in faults.Distinct()) Example.Apply(facts, Faults[fault].Path, Faults[fault].Json);
            var before = Outcome(facts, options);
            foreach (var removal in removals)
            {
                var members = Members(facts, "").ToList();
                Example.Apply(facts, members[(int)(removal * (members.Count - 1))], null);
            }

            return before == KybPlatform.Policies.Outcome.Approve || Outcome(facts, options) != KybPlatform.Policies.Outcome.Approve;
        }, iter: 2_000);

    /// <summary>
    /// What may be left out and then counts as not there, because hardly anybody has it to give: a second address line, an expiry date of a paper that has none
    /// (the document check looks at the paper itself), owning businesses (what nobody explains is counted anyway).
    /// </summary>
    private static readonly string[] OmissionMeansNone = ["line2", "expires_on", "owned_by"];

    [Fact]
    public void No_removal_from_the_examples_of_the_packs_is_a_way_to_an_approval()
    {
        var ways = new List<string>();
        foreach (var policy in PackSample.Policies)
        {
            foreach (var example in PolicyTestRunner.Run(policy).Where(e => e.Evaluation.Outcome != KybPlatform.Policies.Outcome.Approve))
            {
                foreach (var path in Members(example.Facts, "").Where(p => !OmissionMeansNone.Contains(p[(p.LastIndexOf('/') + 1)..])))
                {
                    var removed = example.Facts.DeepClone();
                    Example.Apply(removed, path, null);
                    if (policy.Evaluate(Example.Read(removed), example.Evaluation.Options).Outcome == KybPlatform.Policies.Outcome.Approve) ways.Add($"{example.Policy}: {example.Test}: without {path}");
                }
            }
        }

        ways.Should().BeEmpty();
    }

    [Fact]
    public void The_property_can_fail()
    {
        // An engine that reads unknown as false would approve this: the rule's fact is gone and nothing asks for it.
        var policy = Example.Resolve("""
            { key: xx.rule, version: 1, title: Rule, scope: { country: GB }, requirements: [ { key: industry, kind: field, path: business.industry, when: "applicant == 'individual'" } ],
              rules: [ { key: cannabis, when: "business.industry == 'cannabis'", outcome: decline, reason: cannabis } ] }
            """);

        policy.Evaluate(Example.With(("business/industry", null)), Example.Options).Outcome.Should().Be(KybPlatform.Policies.Outcome.Review);
        policy.Evaluate(Example.With(), Example.Options).Outcome.Should().Be(KybPlatform.Policies.Outcome.Approve);
    }

    private static KybPlatform.Policies.Outcome Outcome(JsonNode facts, EvaluationOptions options) => Example.Resolved.Evaluate(Example.Read(facts), options).Outcome;

    /// <summary>Every member of every object; list items are not facts of their own.</summary>
    private static IEnumerable<string> Members(JsonNode? node, string path)
    {
        var children = node switch
        {
            JsonObject o => o.Select(m => (m.Key, m.Value)),
            JsonArray a => a.Select((item, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach (var (name, child) in children.ToList())
        {
            var at = path.Length == 0 ? name : $"{path}/{name}";
            if (node is JsonObject) yield return at;
            foreach (var below in Members(child, at)) yield return below;
        }
    }
}
