using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>
/// The policies of the largest markets show by example every way in which they can turn somebody away: each requirement not met, each rule met.
/// What every business or person is asked anyway is shown once, wherever.
/// </summary>
public sealed class PackExampleTests
{
    private static readonly string[] Markets =
    [
        "US", "CA", "GB", "IE", "DE", "FR", "ES", "IT", "NL", "BE", "PT", "PL", "SE", "NO", "DK", "FI", "CH", "AT", "CZ", "RO", "AU", "NZ", "SG", "HK", "JP", "KR", "IN", "ID", "MY",
        "PH", "TH", "VN", "AE", "SA", "IL", "TR", "ZA", "NG", "KE", "BR", "MX", "AR", "CO", "CL",
    ];

    private static readonly string[] Universal = ["base.business", "base.individual"];

    public static TheoryData<string> Offered => [.. PolicyCatalog.LoadPacks().All.Where(p => Markets.Contains(p.Scope.Country) && !p.NotOffered).Select(p => p.Key)];

    [Theory]
    [MemberData(nameof(Offered))]
    public void A_large_market_shows_an_approval_and_every_way_to_fail(string key)
    {
        var policy = PolicyCatalog.LoadPacks().Find(key)!;
        var examples = WholePacks.ExamplesOf(policy).Select(e => e.Evaluation).ToList();

        if (policy.Certainty != Certainty.Unknown) examples.Should().Contain(e => e.Outcome == Outcome.Approve);
        string.Join(", ", NotShown(policy, examples).Where(entry => !IsUniversal(policy, entry))).Should().BeEmpty("each is shown by an example");
    }

    [Theory]
    [InlineData("base.business", "business")]
    [InlineData("base.individual", "individual")]
    public void What_everybody_is_asked_fails_somewhere(string key, string applicant)
    {
        var asked = WholePacks.Pack.Documents[key];
        var shown = PolicyCatalog.LoadPacks().All.Where(p => (p.Scope.Applicant ?? "business") == applicant && !p.NotOffered)
            .Select(p => NotShown(p, [.. WholePacks.ExamplesOf(p).Select(e => e.Evaluation)])).ToList();

        string.Join(", ", Entries(asked).Where(entry => shown.TrueForAll(missing => missing.Contains(entry)))).Should().BeEmpty("each is shown by an example");
    }

    /// <summary>The requirements that no example leaves unmet and the rules and risks that none meets.</summary>
    private static HashSet<string> NotShown(ResolvedPolicy policy, IReadOnlyList<PolicyEvaluation> examples)
    {
        var shown = examples.SelectMany(e => e.Requirements.Where(r => r.Outcome is RequirementOutcome.Failed or RequirementOutcome.Missing).Select(r => r.Key)
            .Concat(e.Rules.Where(r => r.Outcome == RuleOutcome.Matched).Select(r => r.Rule.Key))
            .Concat(e.Risk.Factors.Where(f => f.Outcome == RuleOutcome.Matched).Select(f => f.Factor.Key)));
        return [.. Entries(policy.Document).Except(shown)];
    }

    private static bool IsUniversal(ResolvedPolicy policy, string entry) =>
        !policy.OwnEntries.Any(own => own.EndsWith("/" + entry, StringComparison.Ordinal)) && Universal.Any(key => Entries(WholePacks.Pack.Documents[key]).Contains(entry));

    private static IEnumerable<string> Entries(PolicyDocument document) =>
        document.Requirements.Select(r => r.Key).Concat(document.Rules.Select(r => r.Key)).Concat(document.Risk.Select(r => r.Key));
}
