using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class RequirementKindTests
{
    [Theory]
    [InlineData("path: business.trade_name", RequirementOutcome.Missing, "field_missing")]
    [InlineData("any_of: [business.trade_name, business.legal_name]", RequirementOutcome.Passed, null)]
    [InlineData("any_of: [business.trade_name, business.email]", RequirementOutcome.Missing, "field_missing")]
    [InlineData("path: business.legal_name, min_length: 100", RequirementOutcome.Failed, "too_short")]
    [InlineData("path: business.legal_name, max_length: 3", RequirementOutcome.Failed, "too_long")]
    [InlineData("path: business.legal_name, allowed: [A, B]", RequirementOutcome.Failed, "value_not_allowed")]
    [InlineData("path: business.legal_name, pattern: 'Meridian'", RequirementOutcome.Failed, "pattern_mismatch")]
    [InlineData("path: business.legal_name, pattern: 'Meridian.*'", RequirementOutcome.Passed, null)]
    [InlineData("path: use_case.message_volume, maximum: 499", RequirementOutcome.Failed, "above_maximum")]
    [InlineData("path: use_case.message_volume, minimum: 501", RequirementOutcome.Failed, "below_minimum")]
    [InlineData("path: use_case.message_volume, allowed: [500]", RequirementOutcome.Passed, null)]
    [InlineData("path: use_case.sample_messages, min_items: 2", RequirementOutcome.Failed, "too_few_items")]
    [InlineData("path: use_case.sample_messages, max_items: 0", RequirementOutcome.Failed, "too_many_items")]
    public void A_field_lies_within_its_bounds(string terms, RequirementOutcome expected, string? code) => Check($"kind: field, {terms}", expected, code);

    [Theory]
    [InlineData("any_of: ['GB:CRN']", RequirementOutcome.Passed, null)]
    [InlineData("any_of: ['GB:VAT', 'GB:CRN']", RequirementOutcome.Passed, null)]
    [InlineData("any_of: ['GB:VAT']", RequirementOutcome.Missing, "identifier_missing")]
    [InlineData("any_of: ['GB:CRN'], checks: [name_match]", RequirementOutcome.Pending, "verification_missing")]
    [InlineData("any_of: ['GB:CRN'], max_age_days: 1", RequirementOutcome.Passed, null)]
    [InlineData("any_of: ['GB:CRN'], of: individual", RequirementOutcome.Missing, "identifier_missing")]
    public void An_identifier_is_of_an_accepted_scheme_and_checked(string terms, RequirementOutcome expected, string? code) => Check($"kind: identifier, {terms}", expected, code);

    [Fact]
    public void Of_several_identifiers_one_good_one_is_enough()
    {
        var facts = Example.With(
            ("business/identifiers/+", """{ "scheme": "GB:VAT", "value": "1" }"""),
            ("verifications/identifier/+", """{ "subject": "identifiers/GB:VAT", "status": "failed", "checks": { "format": "failed" }, "completed_at": "2026-11-19T10:00:00Z", "provider": "x", "sample": false }"""));

        Result("kind: identifier, any_of: ['GB:VAT', 'GB:CRN'], checks: [format]", facts).Outcome.Should().Be(RequirementOutcome.Passed);
        Result("kind: identifier, any_of: ['GB:VAT'], checks: [format]", facts).Outcome.Should().Be(RequirementOutcome.Failed);
    }

    [Theory]
    [InlineData("role: owner, fields: [given_name]", RequirementOutcome.Passed, null)]
    [InlineData("role: owner, min: 2", RequirementOutcome.Missing, "person_missing")]
    [InlineData("role: director", RequirementOutcome.Missing, "person_missing")]
    [InlineData("role: director, min: 0", RequirementOutcome.Passed, null)]
    [InlineData("role: owner, fields: [phone]", RequirementOutcome.Missing, "person_field_missing")]
    [InlineData("role: owner, fields: [address.city]", RequirementOutcome.Missing, "person_field_missing")]
    [InlineData("role: owner, min_age: 46", RequirementOutcome.Passed, null)]
    [InlineData("role: owner, min_age: 47", RequirementOutcome.Failed, "person_too_young")]
    public void Persons_are_counted_by_role_and_completeness(string terms, RequirementOutcome expected, string? code) => Check($"kind: person, {terms}", expected, code);

    [Fact]
    public void A_person_without_roles_does_not_help_but_may_be_one_too_many()
    {
        var facts = Example.With(("business/people/+", """{ "id": "p2", "given_name": "Bo" }"""));

        Result("kind: person, role: owner, min: 2", facts).Outcome.Should().Be(RequirementOutcome.Missing);
        Result("kind: person, role: owner, max: 1", facts).Outcome.Should().Be(RequirementOutcome.Failed);
    }

    [Theory]
    [InlineData("path: business.registered_address", RequirementOutcome.Passed, null)]
    [InlineData("path: business.operating_address", RequirementOutcome.Missing, "address_missing")]
    [InlineData("any_of: [business.operating_address, business.registered_address]", RequirementOutcome.Passed, null)]
    [InlineData("path: business.registered_address, fields: [region]", RequirementOutcome.Missing, "address_missing")]
    [InlineData("path: business.registered_address, scope: foreign", RequirementOutcome.Failed, "address_inside_country")]
    [InlineData("path: business.registered_address, countries: [FR, DE]", RequirementOutcome.Failed, "address_outside_country")]
    [InlineData("path: business.registered_address, scope: in_area", RequirementOutcome.Unknown, "address_area_unknown")]
    [InlineData("path: business.registered_address, scope: in_area, area: { cities: [london] }", RequirementOutcome.Passed, null)]
    [InlineData("path: business.registered_address, scope: in_area, area: { postal_prefixes: [EC1A1] }", RequirementOutcome.Passed, null)]
    [InlineData("path: business.registered_address, scope: in_area, area: { postal_prefixes: [W1] }", RequirementOutcome.Failed, "address_outside_area")]
    [InlineData("path: business.registered_address, scope: in_area, area: { regions: [SCT] }", RequirementOutcome.Missing, "address_missing")]
    public void An_address_is_complete_and_in_its_place(string terms, RequirementOutcome expected, string? code) => Check($"kind: address, {terms}", expected, code);

    [Theory]
    [InlineData("type: email, subjects: [representatives]", RequirementOutcome.Passed, null)]
    [InlineData("type: email, subjects: [business]", RequirementOutcome.Missing, "field_missing")]
    [InlineData("type: email, subjects: [individual]", RequirementOutcome.NotApplicable, null)]
    [InlineData("type: email, subjects: [director]", RequirementOutcome.NotApplicable, null)]
    [InlineData("type: email, subjects: [people], checks: [mx]", RequirementOutcome.Pending, "verification_missing")]
    [InlineData("type: duplicate", RequirementOutcome.Passed, null)]
    [InlineData("type: adverse_media", RequirementOutcome.Pending, "verification_missing")]
    [InlineData("type: sanctions_screening, lists: [eu]", RequirementOutcome.Unknown, "list_missing")]
    public void Every_subject_of_a_verification_has_its_answer(string terms, RequirementOutcome expected, string? code) => Check($"kind: verification, {terms}", expected, code);

    [Theory]
    [InlineData("[]", RequirementOutcome.Failed)]
    [InlineData("[ { \"policy\": \"us.brand\", \"status\": \"active\" } ]", RequirementOutcome.Passed)]
    [InlineData("[ { \"policy\": \"us.brand\", \"status\": \"expired\" } ]", RequirementOutcome.Failed)]
    [InlineData("[ { \"policy\": \"us.brand\", \"status\": \"pending\" } ]", RequirementOutcome.Unknown)]
    [InlineData("[ { \"policy\": \"us.brand\", \"status\": \"action_required\" } ]", RequirementOutcome.Unknown)]
    [InlineData("[ { \"policy\": \"us.brand\" } ]", RequirementOutcome.Unknown)]
    [InlineData("[ { \"policy\": \"us.other\", \"status\": \"active\" } ]", RequirementOutcome.Failed)]
    [InlineData(null, RequirementOutcome.Unknown)]
    public void A_prerequisite_registration_is_active(string? registrations, RequirementOutcome expected)
    {
        var facts = registrations is null ? Example.With() : Example.With(("registrations", registrations));

        Result("kind: prerequisite, policy: us.brand", facts).Outcome.Should().Be(expected);
    }

    [Fact]
    public void What_cannot_be_checked_here_may_be_left_out_with_a_note()
    {
        var options = Example.Options with { AvailableProviders = new ProviderSet("phone") };
        var policy = Example.Resolve(PolicyOf("kind: verification, type: phone, when_unavailable: skip_with_note, subjects: [business]"));

        var result = policy.Evaluate(Example.With(("business/phone", "\"+442079460000\"")), options).Result("x");

        result.Outcome.Should().Be(RequirementOutcome.Passed);
        result.Notes.Should().ContainSingle(n => n.Code == "no_provider");
    }

    [Theory]
    [InlineData("on_missing: decline", Outcome.Decline)]
    [InlineData("on_missing: review", Outcome.Review)]
    [InlineData("on_failed: decline", Outcome.RequestInformation)]
    public void A_policy_says_what_a_result_leads_to(string terms, Outcome expected)
    {
        var policy = Example.Resolve(PolicyOf($"kind: field, path: business.trade_name, {terms}"));

        policy.Evaluate(Example.With(), Example.Options).Outcome.Should().Be(expected);
    }

    [Theory]
    [InlineData("applicant == 'individual'", RequirementOutcome.NotApplicable, Outcome.Approve)]
    [InlineData("applicant == 'business'", RequirementOutcome.Missing, Outcome.RequestInformation)]
    [InlineData("registrations.size() > 0", RequirementOutcome.Unknown, Outcome.Review)]
    [InlineData("registrations.size() > 0 && applicant == 'individual'", RequirementOutcome.NotApplicable, Outcome.Approve)]
    [InlineData("1 / 0 > 0", RequirementOutcome.Unknown, Outcome.Review)]
    public void A_condition_that_is_not_known_is_not_false(string when, RequirementOutcome expected, Outcome outcome)
    {
        var evaluation = Example.Resolve(PolicyOf($"kind: field, path: business.trade_name, when: \"{when}\"")).Evaluate(Example.With(), Example.Options);

        evaluation.Result("x").Outcome.Should().Be(expected);
        evaluation.Outcome.Should().Be(outcome);
    }

    [Fact]
    public void The_one_who_is_described_applies()
    {
        const string email = "kind: verification, type: email";

        Result(email, Example.With(("applicant", null))).Invalid.Select(i => i.Path).Should().Equal("business.email");
        Result(email, Example.With(("applicant", null), ("business", null), ("individual", "{}"))).Invalid.Select(i => i.Path).Should().Equal("individual.email");
        Result(email, Example.With(("applicant", null), ("individual", "{}"))).Reason!.Key.Should().Be("subjects_unknown");
    }

    private static void Check(string requirement, RequirementOutcome expected, string? code)
    {
        var result = Result(requirement, Example.With());

        result.Outcome.Should().Be(expected);
        if (code is null) result.Invalid.Should().BeEmpty();
        else result.Invalid.Select(i => i.Code).Append(result.Reason!.Key).Should().Contain(code);
    }

    private static RequirementResult Result(string requirement, FactDocument facts) => Example.Resolve(PolicyOf(requirement)).Evaluate(facts, Example.Options).Result("x");

    private static string PolicyOf(string requirement) => $"{{ key: xx.one, version: 1, title: One, scope: {{ country: GB }}, requirements: [ {{ key: x, {requirement} }} ] }}";
}
