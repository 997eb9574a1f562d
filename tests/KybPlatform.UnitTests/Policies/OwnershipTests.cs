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

    private static RequirementResult Result(string people, string ownedBy, string terms = "threshold_percent: 25")
    {
        var policy = Example.Resolve($"{{ key: xx.one, version: 1, title: One, scope: {{ country: GB }}, requirements: [ {{ key: x, kind: ownership, {terms} }} ] }}");
        return policy.Evaluate(Example.With(("business/people", people), ("business/owned_by", ownedBy)), Example.Options).Result("x");
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
