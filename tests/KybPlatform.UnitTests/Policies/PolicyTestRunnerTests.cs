using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class PolicyTestRunnerTests
{
    private const string Policy = """
        key: xx.one
        version: 1
        title: One
        scope: { country: GB, sender_type: alphanumeric, applicant: business }
        requirements:
          - { key: name, kind: field, path: business.legal_name }
          - { key: number, kind: identifier, any_of: ["GB:CRN"], checks: [format] }
          - { key: emails, kind: verification, type: email, subjects: [people], checks: [syntax] }
        risk: [ { key: trust, when: "business.legal_name.contains('Trust')", points: 7, reason: restricted_industry } ]
        tests:
        """;

    private const string Good = """
          - { name: good, facts: { business: { legal_name: A, identifiers: [ { scheme: "GB:CRN", value: "1" } ], people: [ { email: a@example.org } ] } }, expect: { outcome: approve, points: 0 } }
        """;

    [Fact]
    public void Planned_verifications_count_as_passed_and_later_tests_build_on_earlier_ones()
    {
        var results = Run(Good + """

              - { name: nameless, like: good, facts: { business: { legal_name: null } }, expect: { outcome: request_information, reasons: [field_missing], requirements: { name: missing, number: passed } } }
              - { name: nothing run, like: good, verifications: none, expect: { outcome: pending } }
              - { name: number wrong, like: good, facts: { verifications: { identifier: [ { subject: "identifiers/GB:CRN", status: failed, checks: { format: failed }, completed_at: "2026-11-20T00:00:00Z" } ] } }, expect: { outcome: request_information, reasons: [format_invalid] } }
              - { name: nobody to ask, like: good, unavailable: [email.syntax], expect: { outcome: review, reasons: [no_provider] } }
              - { name: known to have no address, facts: { business: { legal_name: A Trust, identifiers: [ { scheme: "GB:CRN", value: "1" } ], people: [ { email: null } ] } }, expect: { outcome: approve, points: 7 } }
            """);

        results.Should().HaveCount(6).And.OnlyContain(r => r.Passed, because: string.Join('\n', results));
    }

    [Fact]
    public void A_test_that_does_not_hold_says_what_was_found_instead()
    {
        var results = Run("  - { name: bad, facts: { business: { people: [] } }, expect: { outcome: approve, reasons: [young_company], requirements: { name: passed, nme: passed }, points: 3 } }");

        results.Should().ContainSingle().Which.Failures.Should().HaveCount(5);
        results[0].ToString().Should().Contain("expected approve, got request_information").And.Contain("business.legal_name field_missing");
    }

    private static IReadOnlyList<PolicyTestResult> Run(string tests) => PolicyTestRunner.Run(Example.Resolve(Policy + "\n" + tests));
}
