using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>Every shipped policy, found by itself: reads, checks, and does what its own examples say.</summary>
public sealed class PackTests
{
    private static readonly Lazy<(IReadOnlyList<PolicyDocument> Documents, List<PolicyIssue> Issues)> Files = new(() =>
    {
        var issues = new List<PolicyIssue>();
        return (PackFiles.Read(issues), issues);
    });

    public static TheoryData<string> FileNames => [.. PackFiles.Names];

    public static TheoryData<string> PolicyKeys => [.. PolicyCatalog.LoadPacks().All.Select(p => p.Key)];

    [Fact]
    public void All_documents_read_and_check_without_an_issue()
    {
        var issues = new List<PolicyIssue>(Files.Value.Issues);

        PolicyCatalog.From(Files.Value.Documents, "test", issues);

        issues.Where(i => !i.IsWarning).Should().BeEmpty();
    }

    [Fact]
    public void There_are_policies_for_at_least_sixteen_countries_and_sender_types() =>
        PolicyCatalog.LoadPacks().All.Select(p => (p.Scope.Country, p.Scope.SenderType)).Distinct().Should().HaveCountGreaterThanOrEqualTo(16);

    [Theory]
    [MemberData(nameof(FileNames))]
    public void A_file_lies_where_its_key_says(string name)
    {
        var document = PolicyLoader.FromYaml(PackFiles.Text(name)).Document!;
        var stem = name[..^".yaml".Length].Replace('\\', '/');

        if (document.IsBase) stem.Should().MatchRegex("^(base|region)/[a-z0-9_]+$");
        else document.Key.Should().Be(stem.Replace('/', '.').ToLowerInvariant());
        if (document.IsBase) document.Key.Should().StartWith("base.");
        else (document.Scope.Country, document.Scope.SenderType).Should().Be((stem.Split('/')[0], stem.Split('/')[1].Split('.')[0]));
    }

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    public void A_policy_does_what_its_examples_say(string key)
    {
        var results = PolicyTestRunner.Run(PolicyCatalog.LoadPacks().Find(key)!);

        results.Should().NotBeEmpty();
        string.Join('\n', results.Where(r => !r.Passed)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    public void A_policy_shows_by_example_how_it_approves_and_how_it_does_not(string key)
    {
        var policy = PolicyCatalog.LoadPacks().Find(key)!;
        var expected = policy.Tests.Select(t => t.Expect.Outcome).ToHashSet();

        if (policy.NotOffered) expected.Should().BeEquivalentTo([Outcome.Decline]);
        else expected.Should().Contain([Outcome.Approve, Outcome.RequestInformation, Outcome.Review]);
    }

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    public void A_policy_names_the_pages_it_rests_on(string key)
    {
        var document = Files.Value.Documents.Single(d => d.Key == key);
        var sources = document.Sources.Concat(document.Requirements.SelectMany(r => r.Sources)).Concat(document.Rules.SelectMany(r => r.Sources)).ToList();

        document.Sources.Should().NotBeEmpty();
        sources.Should().OnlyContain(s => s.Url != null && s.Url.StartsWith("https://", StringComparison.Ordinal));
        sources.Should().OnlyContain(s => s.Retrieved > new DateOnly(2026, 1, 1));
    }

    [Theory]
    [MemberData(nameof(PolicyKeys))]
    public void A_policy_is_no_surer_than_its_sources(string key)
    {
        var policy = PolicyCatalog.LoadPacks().Find(key)!;
        var document = Files.Value.Documents.Single(d => d.Key == key);

        if (document.Sources.All(s => s.Certainty != Certainty.Documented)) policy.Certainty.Should().NotBe(Certainty.Documented);
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void No_reason_is_outside_the_catalogue(string name)
    {
        var document = PolicyLoader.FromYaml(PackFiles.Text(name)).Document!;
        var reasons = document.Requirements.Select(r => r.Reason).OfType<string>().Concat(document.Rules.Select(r => r.Reason))
            .Concat(document.Risk.Select(r => r.Reason)).Concat(document.Tests.SelectMany(t => t.Expect.Reasons));

        reasons.Where(r => !ReasonCodes.IsKnown(r)).Should().BeEmpty();
    }

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

        foreach (var policy in packs.All)
            packs.Resolve(new PolicyQuery(policy.Scope.Country!, policy.Scope.SenderType!, policy.Scope.Applicant ?? "business"))!.Key.Should().Be(policy.Key);
        packs.PackVersion.Should().MatchRegex("^[0-9]{4}\\.[0-9]+\\.[0-9]+$");
    }

    [Theory]
    [InlineData("GB", "local", "individual", "gb.local.individual")]
    [InlineData("GB", "local", "business", "gb.local")]
    [InlineData("US", "alphanumeric", "individual", "us.alphanumeric")]
    [InlineData("GB", "alphanumeric", "individual", null)]
    [InlineData("AQ", "local", "business", null)]
    public void The_applicant_decides_between_policies_and_nothing_is_permitted_by_default(string country, string senderType, string applicant, string? key) =>
        PolicyCatalog.LoadPacks().Resolve(new PolicyQuery(country, senderType, applicant))?.Key.Should().Be(key);
}
