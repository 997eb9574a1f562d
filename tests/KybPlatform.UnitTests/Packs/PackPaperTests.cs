using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>Where a policy approves by itself, a paper that shows a name is held against who gives it, or a person reads it: somebody else's papers are enough nowhere.</summary>
public sealed class PackPaperTests
{
    private static readonly string[] Names = ["business_name", "principal_name", "family_name"];

    public static TheoryData<string> Documented => [.. PolicyCatalog.LoadPacks().All.Where(p => p.Certainty == Certainty.Documented && !p.NotOffered).Select(p => p.Key)];

    [Theory]
    [MemberData(nameof(Documented))]
    public void A_paper_that_shows_a_name_is_held_against_who_gives_it(string key)
    {
        var requirements = PolicyCatalog.LoadPacks().Find(key)!.Requirements;
        var compared = string.Join(' ', requirements.OfType<ConsistencyRequirement>().Select(c => c.Expr));

        requirements.OfType<DocumentRequirement>().Where(d => ShowsName(d) && !compared.Contains($"documents.{d.Key}.", StringComparison.Ordinal)).Select(d => d.Key).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public void A_paper_that_has_to_show_an_address_is_held_against_the_one_that_was_given(string key)
    {
        var requirements = PolicyCatalog.LoadPacks().Find(key)!.Requirements;
        var compared = string.Join(' ', requirements.OfType<ConsistencyRequirement>().Select(c => c.Expr));

        requirements.OfType<DocumentRequirement>().Where(d => ShowsAddress(d) && !compared.Contains($"shows_address(documents.{d.Key}.address", StringComparison.Ordinal)).Select(d => d.Key).Should().BeEmpty();
    }

    public static TheoryData<string> Asking => [.. PolicyCatalog.LoadPacks().All.Where(p => p.Requirements.OfType<DocumentRequirement>().Any(ShowsAddress)).Select(p => p.Key)];

    private static bool ShowsAddress(DocumentRequirement paper) => paper.AnyOf.Any(a => a.Evidence != EvidenceLevel.Reviewed) && paper.AnyOf.All(a => a.Fields.Contains("address"));

    private static bool ShowsName(DocumentRequirement paper) =>
        paper.AnyOf.Any(a => a.Evidence != EvidenceLevel.Reviewed) && Names.Any(name => paper.AnyOf.All(a => a.Fields.Contains(name)));
}
