using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>Every country and territory, every sender type, every applicant: an answer, and where nothing is known never an approval.</summary>
public sealed class CoverageTests
{
    private static readonly PolicyCatalog Packs = PolicyCatalog.LoadPacks();

    [Fact]
    public void No_cell_falls_through()
    {
        var cells = Cells().ToList();

        cells.Should().HaveCount(Countries.All.Count * SenderTypes.All.Count * 2);
        cells.Where(c => c.Policy is null).Should().BeEmpty();
        cells.Where(c => c.Policy!.Scope.Applicant is { } a && a != c.Applicant).Should().BeEmpty();
        cells.Where(c => c.Policy!.Scope.SenderType != c.SenderType).Should().BeEmpty();
    }

    [Fact]
    public void Every_sender_type_has_a_fallback_that_is_unknown_or_says_no()
    {
        foreach (var senderType in SenderTypes.All)
        {
            foreach (var applicant in (string[])["business", "individual"])
            {
                var fallback = Packs.Resolve(new PolicyQuery("AQ", senderType, applicant))!;
                fallback.Scope.Fallback.Should().BeTrue();
                if (!fallback.NotOffered) fallback.Certainty.Should().Be(Certainty.Unknown);
            }
        }
    }

    public static TheoryData<string> Unknown => [.. Packs.All.Where(p => p.Certainty == Certainty.Unknown).Select(p => p.Key)];

    [Theory]
    [MemberData(nameof(Unknown))]
    public void What_is_unknown_goes_to_a_person_whatever_is_given_and_whoever_attests_it(string key)
    {
        var policy = Packs.Find(key)!;
        var evaluation = policy.Evaluate(
            PackChecks.Read(new JsonObject { ["now"] = PackChecks.Now, ["country"] = "AQ", ["applicant"] = policy.Scope.Applicant }),
            new EvaluationOptions(Live: false, Attested: true, Trace: false, new PlainDomainFunctions(), ProviderSet.All, RetryScheduled: false));

        evaluation.Outcome.Should().Be(Outcome.RequestInformation);
        evaluation.Rules.Should().Contain(r => r.Rule.Outcome == Outcome.Review && r.Outcome == RuleOutcome.Matched && (r.Rule.Reason == "policy_unknown" || r.Rule.Reason == "policy_disputed"));
    }

    [Fact]
    public void Below_documented_no_live_tenant_gets_an_approval_that_nobody_attested()
    {
        foreach (var policy in Packs.All.Where(p => p.Certainty is Certainty.Reported or Certainty.Inferred))
        {
            foreach (var example in WholePacks.ExamplesOf(policy).Where(r => r.Evaluation.Options.Live && !r.Evaluation.Options.Attested))
                example.Evaluation.Outcome.Should().NotBe(Outcome.Approve, example.Test);
        }
    }

    private static IEnumerable<(string Country, string SenderType, string Applicant, ResolvedPolicy? Policy)> Cells() =>
        from country in Countries.All
        from senderType in SenderTypes.All
        from applicant in (string[])["business", "individual"]
        select (country, senderType, applicant, Packs.Resolve(new PolicyQuery(country, senderType, applicant)));
}
