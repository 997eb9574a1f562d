using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class OutcomeTests
{
    private const string Screening = "verifications/sanctions_screening";

    [Fact]
    public void Complete_facts_are_approved()
    {
        var evaluation = Example.Evaluate();

        evaluation.Contributions.Should().BeEmpty();
        evaluation.Outcome.Should().Be(Outcome.Approve);
        evaluation.Requirements.Should().HaveCount(20).And.OnlyContain(r => r.Outcome == RequirementOutcome.Passed);
        evaluation.Reasons.Should().BeEmpty();
    }

    [Theory]
    [InlineData("business/legal_name", null, Outcome.RequestInformation, "field_missing")]
    [InlineData("business/legal_name", "null", Outcome.RequestInformation, "field_missing")]
    [InlineData("business/legal_name", "\"  \"", Outcome.RequestInformation, "field_missing")]
    [InlineData("business/website", "null", Outcome.Approve, null)]                                   // 20 points, below 40
    [InlineData("use_case/sample_messages", "[]", Outcome.RequestInformation, "field_missing")]
    [InlineData("use_case/sender_ids", "[\"MUCH TOO LONG\"]", Outcome.RequestInformation, "sender_id_malformed")]
    [InlineData("use_case/message_volume", "0", Outcome.RequestInformation, "field_invalid")]
    [InlineData("use_case/message_volume", "\"many\"", Outcome.RequestInformation, "field_invalid")]
    [InlineData("business/incorporated_on", "\"last year\"", Outcome.RequestInformation, "field_invalid")]
    [InlineData("business/type", "\"gmbh\"", Outcome.RequestInformation, "field_invalid")]                 // no value of the vocabulary
    [InlineData("business/identifiers", "[]", Outcome.RequestInformation, "identifier_missing")]
    [InlineData("business/identifiers/0/value", "\"\"", Outcome.RequestInformation, "identifier_missing")]
    [InlineData("verifications/identifier/0/checks/checksum", "\"failed\"", Outcome.RequestInformation, "checksum_invalid")]
    [InlineData("verifications/identifier/0/checks/register_active", null, Outcome.Pending, "verification_missing")]
    [InlineData("verifications/identifier", null, Outcome.Pending, "verification_missing")]
    [InlineData("documents/proof_of_business", null, Outcome.RequestInformation, "document_missing")]
    [InlineData("documents/proof_of_business/type", "\"passport\"", Outcome.RequestInformation, "document_type_not_accepted")]
    [InlineData("documents/proof_of_business/issued_on", "\"2025-11-19\"", Outcome.RequestInformation, "document_too_old")]
    [InlineData("documents/proof_of_business/issued_on", "\"2025-11-20\"", Outcome.Approve, null)]       // exactly 365 days
    [InlineData("documents/proof_of_business/expires_on", "\"2026-11-19\"", Outcome.RequestInformation, "document_expired")]
    [InlineData("documents/proof_of_business/expires_on", "\"2026-11-20\"", Outcome.Approve, null)]      // good for the whole day
    [InlineData("documents/proof_of_business/fields/business_name", null, Outcome.RequestInformation, "document_field_missing")]
    [InlineData("documents/proof_of_business/evidence", "\"claimed\"", Outcome.Review, "document_evidence_too_weak")]
    [InlineData("documents/proof_of_business/fields/business_name", "\"Quite Another Company\"", Outcome.Review, "facts_inconsistent")]
    [InlineData("business/people/0/email", null, Outcome.RequestInformation, "person_field_missing")]
    [InlineData("business/people/0/roles", "[\"owner\"]", Outcome.RequestInformation, "person_missing")]
    [InlineData("business/people/0/date_of_birth", "\"2009-01-01\"", Outcome.RequestInformation, "person_too_young")]
    [InlineData("business/people", null, Outcome.RequestInformation, "person_missing")]
    [InlineData("business/people/0/ownership_percent", "60", Outcome.Review, "ownership_incomplete")]
    [InlineData("business/people/0/ownership_percent", "110", Outcome.Review, "ownership_impossible")]
    [InlineData("business/people/0/ownership_percent", null, Outcome.RequestInformation, "ownership_incomplete")]
    [InlineData("business/registered_address/country", "\"FR\"", Outcome.RequestInformation, "address_outside_country")]
    [InlineData("business/registered_address/line1", "\"P.O. Box 12\"", Outcome.RequestInformation, "address_po_box")]
    [InlineData("business/registered_address", null, Outcome.RequestInformation, "address_missing")]
    [InlineData(Screening + "/0/checks/no_match", "\"failed\"", Outcome.Review, "sanctions_match")]
    [InlineData(Screening + "/1/status", "\"failed\"", Outcome.Review, "verification_failed")]             // bad as a whole, and no check says why
    [InlineData("verifications/email/0/status", "\"failed\"", Outcome.RequestInformation, "verification_failed")]
    [InlineData(Screening + "/0/lists/1", null, Outcome.Review, "list_missing")]
    [InlineData(Screening + "/0/lists/1/complete", "false", Outcome.Review, "list_incomplete")]
    [InlineData(Screening + "/0/lists/1/published_at", "\"2026-11-01T00:00:00Z\"", Outcome.Review, "list_stale")]
    [InlineData(Screening + "/0/completed_at", "\"2026-09-01T00:00:00Z\"", Outcome.Pending, "verification_stale")]
    [InlineData(Screening + "/0/sample", "true", Outcome.Review, "verification_on_sample")]
    [InlineData(Screening + "/0/sample", null, Outcome.Review, "verification_on_sample")]
    [InlineData(Screening + "/1", null, Outcome.Pending, "verification_missing")]
    [InlineData(Screening + "/1/subject", null, Outcome.Review, "verification_inconclusive")]
    [InlineData("business/people/0/id", null, Outcome.Review, "subjects_unknown")]
    [InlineData("verifications/duplicate/0/checks/not_claimed", "\"failed\"", Outcome.Review, "identifier_already_claimed")]
    [InlineData("verifications/email/0/checks/domain_match", "\"failed\"", Outcome.RequestInformation, "email_domain_mismatch")]
    [InlineData("attestations", null, Outcome.RequestInformation, "attestation_missing")]
    [InlineData("attestations/terms/accepted", "false", Outcome.RequestInformation, "attestation_refused")]
    [InlineData("use_case/purpose", "\"mixed\"", Outcome.Decline, "restricted")]
    [InlineData("use_case/purpose", "\"promotional\"", Outcome.Review, "promotional_needs_review")]
    [InlineData("business/industry", "\"cannabis\"", Outcome.Decline, "prohibited_industry")]
    [InlineData("business/industry", null, Outcome.RequestInformation, "field_missing")]                  // the rule waits for the field
    [InlineData("now", null, Outcome.Review, "risk_unknown")]                                             // nothing can be dated
    public void One_change_has_its_consequence(string path, string? json, Outcome expected, string? reason)
    {
        var evaluation = Example.Evaluate((path, json));

        evaluation.Outcome.Should().Be(expected, because: string.Join("; ", evaluation.Contributions));
        if (reason is null) evaluation.Reasons.Should().BeEmpty();
        else evaluation.Reasons.Select(r => r.Key).Should().Contain(reason);
    }

    [Theory]
    [InlineData(", threshold: 0.65", 0.8, "0.8", Outcome.Pending)]       // whoever lies between was not looked for
    [InlineData(", threshold: 0.65", 0.8, "0.65", Outcome.Approve)]
    [InlineData(", threshold: 0.65", 0.8, "0.6", Outcome.Approve)]       // stricter than asked
    [InlineData(", threshold: 0.65", 0.8, null, Outcome.Pending)]        // nobody knows with which
    [InlineData("", 0.8, "0.95", Outcome.Pending)]                       // the tenant's own counts where the policy is silent
    [InlineData("", 0.8, "0.8", Outcome.Approve)]
    [InlineData(", threshold: 0.65", null, "0.8", Outcome.Pending)]
    [InlineData("", null, null, Outcome.Approve)]                        // receipts from before it was kept
    public void A_pass_with_a_higher_threshold_than_asked_for_is_none(string asked, double? usual, string? used, Outcome expected)
    {
        var policy = Example.Resolve(Example.Policy.Replace("max_list_age_days: 7, max_age_days: 30", $"max_list_age_days: 7, max_age_days: 30{asked}", StringComparison.Ordinal));
        var facts = Example.With((Screening + "/0/threshold", used), (Screening + "/1/threshold", used));

        var evaluation = policy.Evaluate(facts, Example.Options with { UsualThreshold = usual });

        evaluation.Outcome.Should().Be(expected, because: string.Join("; ", evaluation.Contributions));
        if (expected is Outcome.Pending) evaluation.Contributions.Should().Contain(c => c.Reason == "verification_weaker");
    }

    [Fact]
    public void Asking_comes_before_review_and_the_review_is_recorded()
    {
        var evaluation = Example.Evaluate((Screening + "/0/checks/no_match", "\"failed\""), ("business/people/0/email", null));

        evaluation.Outcome.Should().Be(Outcome.RequestInformation);
        evaluation.ReviewAfterwards.Should().BeTrue();
        evaluation.Contributions.Should().Contain(c => c.Outcome == Outcome.Review && c.Reason == "sanctions_match");
    }

    [Fact]
    public void A_decline_comes_before_everything_and_says_whether_to_try_again()
    {
        var evaluation = Example.Evaluate(("business/industry", "\"cannabis\""), ("business/people/0/email", null));

        evaluation.Outcome.Should().Be(Outcome.Decline);
        evaluation.Retryable.Should().BeFalse();
        evaluation.Reasons.Select(r => r.Key).Should().Equal("prohibited_industry");
        Example.Evaluate(("use_case/purpose", "\"mixed\"")).Retryable.Should().BeTrue();
    }

    [Fact]
    public void Points_of_factors_and_tables_add_up_to_a_threshold()
    {
        var evaluation = Example.Evaluate(("business/website", "null"), ("use_case/message_volume", "250000"));

        evaluation.Risk.Points.Should().Be(45);
        evaluation.Outcome.Should().Be(Outcome.Review);
        evaluation.Reasons.Select(r => r.Key).Should().Equal("risk_review");
    }

    [Fact]
    public void An_unknown_waits_while_a_retry_is_scheduled()
    {
        var facts = Example.With((Screening + "/0/checks/no_match", "\"inconclusive\""));

        Example.Resolved.Evaluate(facts, Example.Options with { RetryScheduled = true }).Outcome.Should().Be(Outcome.Pending);
        Example.Resolved.Evaluate(facts, Example.Options).Outcome.Should().Be(Outcome.Review);
    }

    [Fact]
    public void A_check_without_a_provider_goes_to_a_person_at_once()
    {
        var facts = Example.With(("verifications/identifier/0/checks/register_active", null));
        var options = Example.Options with { RetryScheduled = true, AvailableProviders = new ProviderSet("identifier.register_active") };

        var evaluation = Example.Resolved.Evaluate(facts, options);

        evaluation.Outcome.Should().Be(Outcome.Review);
        evaluation.Reasons.Select(r => r.Key).Should().Equal("no_provider");
    }

    [Fact]
    public void A_sample_is_good_enough_for_a_test_tenant()
    {
        var facts = Example.With((Screening + "/0/sample", "true"));

        Example.Resolved.Evaluate(facts, Example.Options with { Live = false }).Outcome.Should().Be(Outcome.Approve);
    }

    [Fact]
    public void Weak_certainty_keeps_a_live_tenant_from_automatic_approval_until_attested()
    {
        var policy = Example.Resolve(Example.Policy.Replace("certainty: documented", "certainty: inferred", StringComparison.Ordinal));
        var facts = Example.With();

        var evaluation = policy.Evaluate(facts, Example.Options with { Attested = false });

        evaluation.Outcome.Should().Be(Outcome.Review);
        evaluation.Reasons.Select(r => r.Key).Should().Equal("policy_certainty");
        policy.Evaluate(facts, Example.Options).Outcome.Should().Be(Outcome.Approve);
        policy.Evaluate(facts, Example.Options with { Attested = false, Live = false }).Outcome.Should().Be(Outcome.Approve);
        Example.Resolved.Evaluate(facts, Example.Options with { Attested = false }).Outcome.Should().Be(Outcome.Approve);
    }

    [Fact]
    public void A_sender_type_that_is_not_offered_is_declined()
    {
        var policy = Example.Resolve("{ key: xx.none, version: 1, title: None, scope: { country: GB }, not_offered: true }");

        var evaluation = policy.Evaluate(Example.With(), Example.Options);

        evaluation.Outcome.Should().Be(Outcome.Decline);
        evaluation.Reasons.Select(r => r.Key).Should().Equal("sender_type_not_offered");
    }
}
