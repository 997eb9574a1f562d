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

    [Fact]
    public void A_policy_asks_for_identifiers_by_their_canonical_code() =>
        Policies.SelectMany(p => p.Requirements.OfType<IdentifierRequirement>().SelectMany(r => r.Schemes).Where(s => IdentifierSchemes.Find(s)?.Code != s).Select(s => $"{p.Key} {s}")).Should().BeEmpty();

    [Fact]
    public void The_invented_numbers_of_the_examples_are_well_formed()
    {
        var given = Policies.SelectMany(p => p.Tests.SelectMany(t => In(t.Facts)).Distinct().Select(i => (p.Key, i.Scheme, i.Value))).ToList();

        given.Should().NotBeEmpty();
        given.Where(g => IdentifierValidator.Validate(g.Scheme, g.Value) is not { FormatOk: true, ChecksumOk: not false }).Should().BeEmpty();
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
