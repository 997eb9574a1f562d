using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class OwnershipTests
{
    [Theory]
    [InlineData("80", null, RequirementOutcome.Passed)]                                                         // 20 percent may be unexplained
    [InlineData("75.01", null, RequirementOutcome.Passed)]
    [InlineData("75", null, RequirementOutcome.Failed)]                                                         // 25 could be one more beneficial owner
    [InlineData("60, 40", null, RequirementOutcome.Passed)]
    [InlineData("60, 50", null, RequirementOutcome.Failed)]                                                     // more than everything
    [InlineData("-1", null, RequirementOutcome.Failed)]
    [InlineData("60", "40", RequirementOutcome.Failed)]                                                          // behind the owning business nobody is known
    [InlineData("80", "20", RequirementOutcome.Passed)]
    [InlineData("60", "40: 100", RequirementOutcome.Passed)]                                                     // 40 percent through a business
    [InlineData("60", "40: 50", RequirementOutcome.Passed)]                                                      // 20 of the 40 remain unexplained
    [InlineData("40", "60: 50", RequirementOutcome.Failed)]
    public void The_unexplained_rest_must_be_too_small_to_hide_an_owner(string people, string? ownedBy, RequirementOutcome expected) =>
        Result(People(people), ownedBy is null ? "[]" : OwnedBy(ownedBy)).Outcome.Should().Be(expected);

    [Fact]
    public void Shares_through_businesses_make_a_beneficial_owner_who_must_be_named()
    {
        // 20 percent direct, and half of a business that holds 80: 60 in all.
        var through = """[ { "legal_name": "Holding", "ownership_percent": 80, "people": [ { "id": "p0", "ownership_percent": 50 }, { "id": "q", "ownership_percent": 50 } ] } ]""";
        var result = Result("""[ { "id": "p0", "roles": ["owner"], "ownership_percent": 20 } ]""", through);

        result.Outcome.Should().Be(RequirementOutcome.Missing);
        result.Invalid.Select(i => i.Path).Should().Equal(
            "business.people[p0].given_name", "business.people[p0].family_name", "business.owned_by[0].people[q].given_name", "business.owned_by[0].people[q].family_name");
    }

    [Fact]
    public void A_business_that_owns_itself_is_impossible()
    {
        var facts = Example.With(
            ("business/owned_by", """[ { "ownership_percent": 20, "identifiers": [ { "scheme": "GB:CRN", "value": "01234567" } ] } ]"""));

        Example.Resolved.Evaluate(facts, Example.Options).Result("owners").Reason!.Key.Should().Be("ownership_impossible");
    }

    [Fact]
    public void An_owner_whose_share_is_not_known_must_tell_it_unless_the_policy_allows_otherwise()
    {
        const string people = """[ { "id": "a", "roles": ["owner"], "given_name": "A", "family_name": "B" }, { "id": "c", "ownership_percent": 90, "given_name": "C", "family_name": "D" } ]""";

        Result(people, "[]").Outcome.Should().Be(RequirementOutcome.Missing);
        var allowed = Result(people, "[]", "unknown_allowed: true");
        allowed.Outcome.Should().Be(RequirementOutcome.Passed);
        allowed.Notes.Should().ContainSingle();
    }

    [Fact]
    public void No_owner_at_all_is_asked_for() => Result("[]", "[]").Reason!.Key.Should().Be("owners_missing");

    [Theory]
    [InlineData("", RequirementOutcome.Failed)]
    [InlineData(""", "stock_exchange": "XLON" """, RequirementOutcome.Failed)]
    [InlineData(""", "stock_exchange": "XLON", "stock_ticker": "EXM" """, RequirementOutcome.Passed)]
    [InlineData(""", "type": "government" """, RequirementOutcome.Passed)]
    [InlineData(""", "type": "private_limited_company" """, RequirementOutcome.Failed)]
    public void What_an_exempt_business_holds_is_explained(string more, RequirementOutcome expected) =>
        Result(People("60"), $$"""[ { "legal_name": "Holding", "ownership_percent": 40{{more}} } ]""", "exempt: [listed, government]").Outcome.Should().Be(expected);

    [Fact]
    public void An_exempt_business_without_exemption_in_the_policy_is_asked_like_any_other() =>
        Result(People("60"), """[ { "ownership_percent": 40, "stock_exchange": "XLON", "stock_ticker": "EXM" } ]""").Outcome.Should().Be(RequirementOutcome.Failed);

    [Fact]
    public void A_listed_applicant_is_not_asked_for_its_owners_and_the_receipt_says_why()
    {
        var result = Result("[]", "[]", "exempt: [listed]", ("business/stock_exchange", "\"XLON\""), ("business/stock_ticker", "\"EXM\""));

        result.Outcome.Should().Be(RequirementOutcome.Passed);
        result.Notes.Should().ContainSingle(n => n.Code == "ownership_exempt");
    }

    [Fact]
    public void Whoever_controls_without_a_share_is_named_too()
    {
        const string People = """[ { "id": "a", "roles": ["owner"], "ownership_percent": 90, "given_name": "A", "family_name": "B" }, { "id": "d", "roles": ["director"], "given_name": "D" }, { "id": "e", "roles": ["contact"] } ]""";

        Result(People, "[]").Outcome.Should().Be(RequirementOutcome.Passed);
        var asked = Result(People, "[]", "control_roles: [director, officer]");
        asked.Outcome.Should().Be(RequirementOutcome.Missing);
        asked.Invalid.Select(i => i.Path).Should().Equal("business.people[d].family_name");
    }

    [Theory]
    [InlineData("""[ { "id": "t", "roles": ["trustee"], "given_name": "T", "family_name": "R" } ]""", RequirementOutcome.Passed)]
    [InlineData("""[ { "id": "t", "roles": ["trustee"], "given_name": "T" } ]""", RequirementOutcome.Missing)]
    [InlineData("""[ { "id": "t", "roles": ["contact"], "given_name": "T", "family_name": "R" } ]""", RequirementOutcome.Missing)]
    [InlineData("""[ { "id": "t", "given_name": "T", "family_name": "R" } ]""", RequirementOutcome.Missing)]
    public void Of_a_trust_those_who_control_it_stand_for_all_of_it(string people, RequirementOutcome expected) =>
        Result(people, "[]", "control_roles: [trustee]", ("business/type", "\"trust\"")).Outcome.Should().Be(expected);

    private static RequirementResult Result(string people, string ownedBy, string terms = "threshold_percent: 25", params (string Path, string Json)[] more)
    {
        var policy = Example.Resolve($"{{ key: xx.one, version: 1, title: One, scope: {{ country: GB }}, requirements: [ {{ key: x, kind: ownership, {terms} }} ] }}");
        return policy.Evaluate(Example.With([("business/people", people), ("business/owned_by", ownedBy), .. more]), Example.Options).Result("x");
    }

    private static string People(string percents) =>
        "[" + string.Join(",", percents.Split(", ").Select((p, i) => $$"""{ "id": "p{{i}}", "roles": ["owner"], "ownership_percent": {{p}}, "given_name": "G{{i}}", "family_name": "F" }""")) + "]";

    /// <summary>"40: 50" is a business that holds 40 percent, half of which belongs to a named person.</summary>
    private static string OwnedBy(string text)
    {
        var parts = text.Split(": ");
        var people = parts.Length > 1 ? $$""", "people": [ { "id": "far", "ownership_percent": {{parts[1]}}, "given_name": "Far", "family_name": "Owner" } ]""" : "";
        return $$"""[ { "legal_name": "Holding", "ownership_percent": {{parts[0]}}{{people}} } ]""";
    }
}
