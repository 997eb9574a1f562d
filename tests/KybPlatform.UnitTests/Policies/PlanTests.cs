using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class PlanTests
{
    [Fact]
    public void Nothing_is_planned_that_is_settled() => Example.Resolved.Plan(Example.With(), Example.Options).Verifications.Should().BeEmpty();

    [Fact]
    public void Everything_is_planned_once_with_the_strictest_terms()
    {
        var plan = Example.Resolved.Plan(Example.With(("verifications", null)), Example.Options);

        plan.Verifications.Select(v => $"{v.Type} {v.Subject} [{string.Join(',', v.Checks)}] {string.Join(',', v.Requirements)}").Should().Equal(
            "identifier identifiers/GB:CRN [format,checksum,register_active] registration_number",
            "document documents/proof_of_business [type_sniffed,not_expired] proof_of_business",
            "sanctions_screening business [no_match] sanctions",
            "sanctions_screening people/p1 [no_match] sanctions",
            "email people/p1 [syntax,domain_match] emails",
            "duplicate business [not_claimed] not_claimed");
        plan.Verifications[2].Lists.Should().Equal("ofac_sdn", "un");
        plan.Verifications[2].MaxListAgeDays.Should().Be(7);
        plan.Verifications[2].MaxAgeDays.Should().Be(30);
    }

    [Theory]
    [InlineData("verifications/sanctions_screening/0/completed_at", "\"2026-01-01T00:00:00Z\"", 1)]   // too old
    [InlineData("verifications/sanctions_screening/0/checks/no_match", "\"inconclusive\"", 1)]
    [InlineData("verifications/sanctions_screening/0/checks/no_match", "\"failed\"", 0)]              // an answer is an answer
    [InlineData("verifications/sanctions_screening/0/sample", "true", 1)]
    [InlineData("verifications/email/0/status", "\"pending\"", 0)]                                     // under way
    [InlineData("business/type", "\"sole_proprietor\"", 0)]
    public void Only_what_is_open_is_run(string path, string json, int expected) =>
        Example.Resolved.Plan(Example.With((path, json)), Example.Options).Verifications.Should().HaveCount(expected);

    [Fact]
    public void What_nobody_can_answer_is_not_planned() =>
        Example.Resolved.Plan(Example.With(("verifications", null)), Example.Options with { AvailableProviders = new HashSet<string> { "email.syntax", "identifier.register_active:GB:CRN" } })
            .Verifications.Select(v => $"{v.Type} {string.Join(',', v.Checks)}").Should().Equal("identifier register_active", "email syntax");

    [Fact]
    public void A_requirement_that_does_not_apply_plans_nothing() =>
        Example.Resolved.Plan(Example.With(("verifications/document", null), ("business/type", "\"sole_proprietor\"")), Example.Options).Verifications.Should().BeEmpty();

    [Theory]
    [InlineData("""["officer"], "ownership_percent": 60""", true)]
    [InlineData("""["contact"], "ownership_percent": 0.5""", true)]
    [InlineData("""["partner"]""", true)]
    [InlineData("""["officer", "trustee"]""", true)]
    [InlineData("""["officer"], "ownership_percent": 0""", false)]
    [InlineData("""["contact"]""", false)]
    public void Whoever_holds_a_share_or_the_whole_is_screened_as_an_owner_whatever_the_role_is_called(string roles, bool expected)
    {
        var people = $$"""[ { "id": "p1", "roles": ["authorized_representative", "owner"], "ownership_percent": 30, "given_name": "Ada", "family_name": "Example" }, { "id": "p2", "given_name": "Bea", "family_name": "Example", "roles": {{roles}} } ]""";

        Example.Resolved.Plan(Example.With(("business/people", people)), Example.Options).Verifications.Any(v => v is { Type: "sanctions_screening", Subject: "people/p2" }).Should().Be(expected);
    }

    [Fact]
    public void A_policy_may_say_from_which_score_on_a_listed_party_is_a_match()
    {
        PlannedVerification Screening(string terms) => Example.Resolve(Example.Policy.Replace("max_list_age_days: 7,", $"max_list_age_days: 7,{terms}", StringComparison.Ordinal))
            .Plan(Example.With(("verifications", null)), Example.Options).Verifications.First(v => v.Type == "sanctions_screening");

        Screening(" threshold: 0.9,").Threshold.Should().Be(0.9);
        Screening("").Threshold.Should().BeNull();
    }

    [Fact]
    public void A_requirement_that_leaves_the_threshold_to_the_tenant_may_be_the_stricter_of_two()
    {
        const string Usual = "  - { key: usual, kind: verification, type: sanctions_screening, subjects: [business], lists: [eu] }\n", Lax = "threshold: 0.95,";
        var policy = Example.Resolve(Example.Policy
            .Replace("max_list_age_days: 7,", "max_list_age_days: 7, " + Lax, StringComparison.Ordinal)
            .Replace("  - { key: sanctions,", Usual + "  - { key: sanctions,", StringComparison.Ordinal));
        PlannedVerification Screening(double usual) =>
            policy.Plan(Example.With(("verifications", null)), Example.Options with { UsualThreshold = usual }).Verifications.First(v => v is { Type: "sanctions_screening", Subject: "business" });

        Screening(0.8).Threshold.Should().Be(0.8, "the tenant's is lower than the one that is written");
        Screening(0.95).Threshold.Should().Be(0.95);
        Screening(0.8).Checks.Should().BeEmpty("one of them asks for the whole");
        Screening(0.8).Lists.Should().BeEquivalentTo("eu", "ofac_sdn", "un");
    }

    [Fact]
    public void Who_asks_for_all_lists_is_not_narrowed_by_who_names_one()
    {
        const string All = "  - { key: all_lists, kind: verification, type: sanctions_screening, subjects: [business] }\n";
        var policy = Example.Resolve(Example.Policy.Replace("  - { key: sanctions,", All + "  - { key: sanctions,", StringComparison.Ordinal));

        policy.Plan(Example.With(("verifications", null)), Example.Options).Verifications.First(v => v.Type == "sanctions_screening").Lists.Should().BeEmpty();
    }
}
