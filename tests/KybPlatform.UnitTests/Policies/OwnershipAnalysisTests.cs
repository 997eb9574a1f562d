using System.Text.Json;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies;
using KybPlatform.Policies.Ownership;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>Structures are written as <c>holder&gt;held kind least-most</c>: small letters are persons, capitals businesses, T… trusts, L… listed; the business asked about is A.</summary>
public sealed class OwnershipAnalysisTests
{
    [Theory]
    [InlineData("p>A 60; q>A 40", "p 60-60 60 controls; q 40-40 40")]
    [InlineData("p>A 24; q>A 76", "q 76-76 76 controls")]                                   // below the threshold
    [InlineData("p>B 50; B>A 80; p>A 20; q>B 50", "p 60-60 20; q 40-40 0")]                  // two ways add up
    [InlineData("p>B 60; B>A 30; q>A 70", "q 70-70 70 controls; p 18-18 30")]                // 18 percent in the end, and 30 under command
    [InlineData("p>A 10-30; q>A 70", "q 70-70 70 controls; p 10-30 10")]                     // a band that may reach the threshold
    [InlineData("p>A ?; q>A 90", "q 90-90 90 controls; p 0-100 0")]                          // an unknown share may be any
    [InlineData("p+q>A 60; r>A 40", "p 60-60 60 controls; q 60-60 60 controls; r 40-40 40")] // held jointly: each has all of it
    [InlineData("p>A appoints; q>A 100", "q 100-100 100 controls; p 0-0 0 controls")]        // control without a share
    [InlineData("T1>A 30; s>T1 settlor; t>T1 trustee; b>T1 beneficiary; q>A 70", "q 70-70 70 controls; s 30-30 30; t 30-30 30; b 30-30 0")]
    [InlineData("p>A 30; p>A votes 60; q>A 70", "q 70-70 70 controls; p 60-60 60 controls")] // more votes than shares
    public void Owners_are_those_who_hold_or_control_enough(string structure, string expected) => Owners(Find(structure)).Should().Be(expected);

    [Fact]
    public void The_ways_that_make_somebody_an_owner_are_told()
    {
        var owner = Find("p>B 50; B>A 80; p>A 20").Owners.Single();

        owner.Ways.Select(w => $"{string.Join('>', w.Through)} {w.Least}").Should().BeEquivalentTo("A>B>p 40", "A>p 20");
    }

    [Fact]
    public void Businesses_that_hold_each_other_are_told_and_counted_to_the_end_of_the_series()
    {
        // B holds half of A, and A a fifth of B: of B, 80 percent are p's, of A 50 percent are q's.
        var found = Find("B>A 50; q>A 50; A>B 20; p>B 80");

        found.Cycles.Should().ContainSingle().Which.Should().Equal("A", "B");
        found.Owners.ToDictionary(o => o.Id, o => o.Least).Should().BeEquivalentTo(new Dictionary<string, decimal> { ["q"] = 55.5556m, ["p"] = 44.4444m });
        found.Explained.Should().BeApproximately(100m, 0.001m);
    }

    [Fact]
    public void Nobody_named_behind_a_business_is_told_and_a_listed_one_may_be_exempt()
    {
        var asked = Find("B>A 60; L1>A 40; p>L1 90");
        var exempt = OwnershipAnalysis.Of(Network("B>A 60; L1>A 40; p>L1 90"), "A", 25, exemptsListed: true);

        asked.Unexplained.Should().ContainSingle().Which.Should().Be(new OwnershipEnd("B", null, 60));
        asked.Explained.Should().Be(36);
        asked.Owners.Select(o => o.Id).Should().Equal("p");
        exempt.Owners.Should().BeEmpty();
        exempt.Exempt.Should().ContainSingle().Which.Percent.Should().Be(40);
        exempt.Explained.Should().Be(40);
    }

    [Fact]
    public void More_than_everything_is_impossible() => Find("p>A 60; q>A 60").Impossible.Should().Equal("A");

    [Fact]
    public void Any_structure_ends_and_explains_no_more_than_everything() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 100]).Array[0, 25].Sample(links =>
        {
            var interests = links.Where(l => l.Item1 != l.Item2).Select(l => new OwnershipInterest(Id(l.Item2), [Id(l.Item1)], InterestKind.Shareholding, l.Item3, l.Item3)).Where(i => i.Subject[0] is not 'p').ToList();
            var found = OwnershipAnalysis.Of(new OwnershipNetwork([.. Enumerable.Range(0, 7).Select(i => new OwnershipParty(Id(i), i > 4 ? PartyKind.Person : PartyKind.Business))], interests), Id(0), 25);
            return found.Explained is >= 0 and <= 100 && found.Owners.All(o => o.Least <= o.Most && o.Ways.Count > 0);

            static string Id(int i) => i > 4 ? $"p{i}" : $"B{i}";
        }, iter: 300);

    [Fact]
    public void What_is_written_in_the_standard_is_read_back_the_same()
    {
        var network = Network("p>B 50; B>A 40-60; T1>A 40; s>T1 settlor; L1>A 10; q>A appoints");

        var read = BodsReader.Read(JsonSerializer.SerializeToElement(BodsWriter.Write(network, new DateOnly(2026, 11, 20), "Tests")));

        read.Should().BeEquivalentTo(network);
    }

    [Fact]
    public void The_older_form_of_the_standard_is_read_too()
    {
        using var statements = JsonDocument.Parse("""
            [ { "statementID": "e1", "statementType": "entityStatement", "entityType": "registeredEntity", "name": "Example Ltd" },
              { "statementID": "p1", "statementType": "personStatement", "personType": "knownPerson", "names": [{ "type": "individual", "fullName": "Ada Fictional" }] },
              { "statementID": "o1", "statementType": "ownershipOrControlStatement", "subject": { "describedByEntityStatement": "e1" }, "interestedParty": { "describedByPersonStatement": "p1" },
                "interests": [{ "type": "shareholding", "share": { "minimum": 25, "maximum": 50 } }, { "type": "voting-rights", "share": { "exact": 51 } }, { "type": "boardMember" }, { "type": "shareholding", "endDate": "2020-01-01", "share": { "exact": 100 } }] },
              { "statementID": "o2", "statementType": "ownershipOrControlStatement", "subject": { "describedByEntityStatement": "e1" }, "interestedParty": { "unspecified": { "reason": "unknown" } }, "interests": [{ "type": "shareholding", "share": { "exact": 30 } }] } ]
            """);

        var found = OwnershipAnalysis.Of(BodsReader.Read(statements.RootElement), "e1", 25);

        found.Owners.Single().Should().BeEquivalentTo(new { Name = "Ada Fictional", Least = 51m, Controls = true });
        found.Unexplained.Single().Percent.Should().Be(30);
    }

    [Fact]
    public void The_facts_of_a_business_are_such_a_structure()
    {
        var facts = FactDocument.Parse("""
            { "business": { "legal_name": "Example Ltd", "identifiers": [{ "scheme": "GB:CRN", "value": "1" }],
                "people": [{ "id": "per_a", "given_name": "Ada", "family_name": "F", "roles": ["owner"], "ownership_percent": 20 }, { "id": "per_d", "roles": ["director"] }],
                "owned_by": [{ "legal_name": "Holding", "ownership_percent": 80, "identifiers": [{ "scheme": "GB:CRN", "value": "2" }], "people": [{ "id": "per_a", "ownership_percent": 100 }], "owned_by": [{ "ownership_percent": 0, "identifiers": [{ "scheme": "GB:CRN", "value": "1" }] }] }] } }
            """u8.ToArray());

        var found = OwnershipAnalysis.Of(OwnershipFacts.Of(facts)!, OwnershipFacts.Business, 25);

        found.Owners.Single().Should().BeEquivalentTo(new { Id = "per_a", Name = "Ada F", Least = 100m });
        found.Owners.Single().Ways.Should().HaveCount(2);
        found.Cycles.Should().ContainSingle();
    }

    private static OwnershipFinding Find(string structure) => OwnershipAnalysis.Of(Network(structure), "A", 25);

    private static string Owners(OwnershipFinding found) =>
        string.Join("; ", found.Owners.Select(o => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{o.Id} {o.Least:0.##}-{o.Most:0.##} {o.ControlledPercent:0.##}{(o.Controls ? " controls" : "")}")));

    private static OwnershipNetwork Network(string structure)
    {
        var interests = structure.Split("; ").Select(s => s.Split(' ')).Select(p =>
        {
            var (holders, held) = (p[0].Split('>')[0].Split('+'), p[0].Split('>')[1]);
            var kind = p[1] switch { "votes" => InterestKind.VotingRights, "appoints" => InterestKind.Appointment, "settlor" => InterestKind.Settlor, "trustee" => InterestKind.Trustee, "beneficiary" => InterestKind.Beneficiary, _ => InterestKind.Shareholding };
            decimal?[] band = p[^1] is "?" || !char.IsAsciiDigit(p[^1][0]) ? [null, null] : [.. p[^1].Split('-').Select(n => (decimal?)decimal.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
            return new OwnershipInterest(held, holders, kind, band[0], band[^1]);
        }).ToList();
        var parties = interests.SelectMany(i => i.Holders.Append(i.Subject)).Distinct().Select(id => new OwnershipParty(id, char.IsAsciiLetterLower(id[0]) ? PartyKind.Person : id[0] == 'T' ? PartyKind.Trust : PartyKind.Business, Listed: id[0] == 'L'));
        return new OwnershipNetwork([.. parties], interests);
    }
}
