using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Identifiers;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>The packs and the table of identifier schemes speak of the same schemes.</summary>
public sealed class PackIdentifierTests
{
    private static IEnumerable<ResolvedPolicy> Policies => PolicyCatalog.LoadPacks().All;

    public static TheoryData<string, string> Asked => [.. Policies.SelectMany(p => p.Requirements.OfType<IdentifierRequirement>().SelectMany(r => r.Schemes).Distinct().Select(s => (p.Key, s)))];

    public static TheoryData<string, string, string> Given => [.. Policies.SelectMany(p => p.Tests.SelectMany(t => In(t.Facts)).Distinct().Select(i => (p.Key, i.Scheme, i.Value)))];

    [Theory]
    [MemberData(nameof(Asked))]
    public void A_policy_asks_for_identifiers_by_their_canonical_code(string policy, string scheme) =>
        IdentifierSchemes.Find(scheme)?.Code.Should().Be(scheme, policy);

    [Theory]
    [MemberData(nameof(Asked))]
    public void Every_scheme_that_a_policy_asks_for_exists(string policy, string scheme) =>
        IdentifierSchemes.Find(scheme).Should().NotBeNull(policy);

    [Theory]
    [MemberData(nameof(Given))]
    public void The_invented_numbers_of_the_examples_are_well_formed(string policy, string scheme, string value)
    {
        var result = IdentifierValidator.Validate(scheme, value);

        result.FormatOk.Should().BeTrue($"{policy}: {result}");
        result.ChecksumOk.Should().NotBe(false, $"{policy}: {result}");
    }

    private static IEnumerable<(string Scheme, string Value)> In(JsonObject? facts)
    {
        foreach (var applicant in (string[])["business", "individual"])
        {
            if (facts?[applicant]?["identifiers"] is not JsonArray given) continue;
            foreach (var identifier in given) yield return (identifier!["scheme"]!.GetValue<string>(), identifier["value"]!.GetValue<string>());
        }
    }
}
