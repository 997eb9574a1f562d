using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.UnitTests.Packs.Facts;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>Every shipped policy, found by itself: reads, checks, and does what its own examples say.</summary>
public sealed class PackTests
{
    public static TheoryData<string> PolicyKeys => [.. PolicyCatalog.LoadPacks().All.Select(p => p.Key)];

    [Fact]
    public void All_documents_read_and_check_without_an_issue()
    {
        WholePacks.Issues.Where(i => !i.IsWarning).Should().BeEmpty();
        WholePacks.Pack.Catalog.All.Should().NotBeEmpty("packs that do not compile throw, with their issues");
    }

    [Fact]
    public void A_file_lies_where_its_keys_say()
    {
        foreach (var (name, _, load) in WholePacks.Parts)
        {
            var (document, folder, stem) = (load.Document!, name.Split('/', '\\')[0], name[..^".yaml".Length].Replace('\\', '/'));
            if (folder == "countries") OfCountry(document, stem.Split('/')[1]);
            else if (folder == "fallback") (document.Scope.Fallback, document.Scope.SenderType).Should().Be((true, stem.Split('/')[1]), name);
            else (document.Key, document.IsBase).Should().Be((stem.Replace('/', '.'), true));
        }
    }

    private static void OfCountry(PolicyDocument document, string country)
    {
        var word = country.ToLowerInvariant();
        if (document.IsBase) document.Key.Should().StartWith(word + ".");
        else document.Key.Should().Be($"{word}.{document.Scope.SenderType}{(document.Scope.Applicant == "individual" ? ".individual" : "")}");
        if (!document.IsBase) document.Scope.Country.Should().Be(country);
    }

    [Fact]
    public void One_place_holds_what_a_country_asks()
    {
        var places = PackFiles.Names.Where(n => n.StartsWith("countries", StringComparison.Ordinal)).Select(n => n.Replace(".yaml", "", StringComparison.Ordinal).Split('/', '\\')).ToList();

        places.GroupBy(p => p[1]).Where(g => g.Select(p => p.Length).Distinct().Count() > 1).Select(g => g.Key).Should().BeEmpty("a country has a file or a folder, not both");
        places.Select(p => p[1]).Should().OnlyContain(c => Countries.IsKnown(c));
    }

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    public void A_policy_does_what_its_examples_say(string key)
    {
        var results = WholePacks.ExamplesOf(PolicyCatalog.LoadPacks().Find(key)!);

        string.Join('\n', results.Where(r => !r.Passed)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    public void A_policy_shows_by_example_how_it_approves_and_how_it_does_not(string key)
    {
        var policy = PolicyCatalog.LoadPacks().Find(key)!;
        var expected = policy.Tests.Select(t => t.Expect.Outcome).ToHashSet();

        // The facts that were read are the examples of the others: see CountryFactTests.
        if (expected.Count == 0) CountryFact.All.Should().Contain(f => policy.Scope.Fallback || (f.Country == policy.Scope.Country && f.SenderTypes.Contains(policy.Scope.SenderType!)));
        else if (policy.NotOffered) expected.Should().BeEquivalentTo([Outcome.Decline]);
        else if (policy.Certainty == Certainty.Unknown) expected.Should().Contain([Outcome.RequestInformation, Outcome.Review]).And.NotContain(Outcome.Approve);
        else expected.Should().Contain([Outcome.Approve, Outcome.RequestInformation, Outcome.Review]);
    }

    [Fact]
    public void A_policy_names_the_pages_it_rests_on()
    {
        foreach (var document in WholePacks.Documents.Where(d => !d.IsBase))
        {
            var sources = document.Sources.Concat(document.Requirements.SelectMany(r => r.Sources)).Concat(document.Rules.SelectMany(r => r.Sources)).ToList();
            if (!document.Scope.Fallback) document.Sources.Should().NotBeEmpty(document.Key);
            sources.Where(s => s.Url?.StartsWith("https://", StringComparison.Ordinal) != true || s.Retrieved <= new DateOnly(2026, 1, 1)).Select(s => s.Title).Should().BeEmpty(document.Key);
        }
    }

    [Fact]
    public void A_policy_is_no_surer_than_its_sources() =>
        WholePacks.Documents.Where(d => !d.IsBase && !d.Sources.Any(s => s.Certainty == Certainty.Documented)).Select(d => PolicyCatalog.LoadPacks().Find(d.Key)!)
            .Where(p => p.Certainty == Certainty.Documented).Select(p => p.Key).Should().BeEmpty();

    [Fact]
    public void No_reason_is_outside_the_catalogue() =>
        WholePacks.Documents.SelectMany(Reasons).Distinct().Where(r => !ReasonCodes.IsKnown(r)).Should().BeEmpty();

    private static IEnumerable<string> Reasons(PolicyDocument document) =>
        document.Requirements.Select(r => r.Reason).OfType<string>().Concat(document.Rules.Select(r => r.Reason))
            .Concat(document.Risk.Select(r => r.Reason)).Concat(document.Tests.SelectMany(t => t.Expect.Reasons));

    [Fact]
    public void Every_applicant_is_screened_against_sanctions_and_looked_up_among_the_known()
    {
        foreach (var policy in PolicyCatalog.LoadPacks().All.Where(p => !p.NotOffered))
        {
            var verifications = policy.Requirements.OfType<VerificationRequirement>().ToList();
            verifications.Should().Contain(v => v.Type == "sanctions_screening" && v.Lists.Contains("ofac_sdn") && v.Lists.Contains("un"), policy.Key);
            verifications.Should().Contain(v => v.Type == "duplicate", policy.Key);
        }
    }

    [Fact]
    public void Every_policy_is_found_by_its_own_scope()
    {
        var packs = PolicyCatalog.LoadPacks();

        foreach (var policy in packs.All.Where(p => !p.Scope.Fallback))
            packs.Resolve(new PolicyQuery(policy.Scope.Country!, policy.Scope.SenderType!, policy.Scope.Applicant ?? "business"))!.Key.Should().Be(policy.Key);
        packs.PackVersion.Should().MatchRegex("^[0-9]{4}\\.[0-9]+\\.[0-9]+$");
    }

    [Fact]
    public void Every_type_of_document_is_in_the_catalogue() =>
        PolicyCatalog.LoadPacks().All.SelectMany(p => p.Warnings).Where(w => w.Code == "unknown_document_type").Should().BeEmpty();

    [Theory]
    [InlineData("GB", "local", "individual", "gb.local.individual")]
    [InlineData("GB", "local", "business", "gb.local")]
    [InlineData("US", "alphanumeric", "individual", "us.alphanumeric")]
    [InlineData("AQ", "local", "business", "fallback.local")]
    [InlineData("AQ", "local", "individual", "fallback.local.individual")]
    [InlineData("DE", "a2p_10dlc", "business", "fallback.a2p_10dlc")]
    public void The_applicant_decides_between_policies_and_a_fallback_answers_last(string country, string senderType, string applicant, string key) =>
        PolicyCatalog.LoadPacks().Resolve(new PolicyQuery(country, senderType, applicant))!.Key.Should().Be(key);
}
