using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>What was read long ago is found, oldest first; the clock is the caller's.</summary>
public sealed class PackStalenessTests
{
    private const string Text = """
        key: aa.local
        version: 1
        title: A
        scope: { country: AD, sender_type: local }
        sources:
          - { title: old page, url: "https://a.example", retrieved: 2026-01-10, as_of: 2023-03-01, certainty: reported }
          - { title: new page, url: "https://b.example", retrieved: 2026-01-10, certainty: documented }
        ---
        key: bb.local
        version: 1
        title: B
        scope: { country: AE, sender_type: local }
        requirements:
          - { key: legal_name, kind: field, path: business.legal_name, sources: [{ title: a page, url: "https://c.example", retrieved: 2025-01-10, certainty: documented }] }
        """;

    [Fact]
    public void The_age_counts_from_the_state_that_the_page_claims()
    {
        var stale = PackStaleness.Before(new DateOnly(2025, 6, 1), Catalog());

        stale.Select(s => (s.Key, s.Oldest)).Should().Equal(("aa.local", new DateOnly(2023, 3, 1)), ("bb.local", new DateOnly(2025, 1, 10)));
        stale[0].Pages.Select(p => p.Title).Should().Equal("old page");
    }

    [Fact]
    public void What_is_fresh_enough_is_not_named() =>
        PackStaleness.Before(new DateOnly(2024, 1, 1), Catalog()).Select(s => s.Key).Should().Equal("aa.local");

    [Fact]
    public void Nothing_of_the_shipped_packs_was_read_before_the_facts_were_gathered()
    {
        PackStaleness.Before(new DateOnly(2023, 1, 1), PolicyCatalog.LoadPacks()).Should().BeEmpty();
        PackStaleness.Before(new DateOnly(2024, 12, 31), PolicyCatalog.LoadPacks()).Should().HaveCountGreaterThan(150);
    }

    private static PolicyCatalog Catalog()
    {
        var issues = new List<PolicyIssue>();
        var catalog = PolicyCatalog.From([.. PolicyLoader.ManyFromYaml(Text).Select(l => l.Document!)], "test", issues);
        issues.Should().BeEmpty();
        return catalog!;
    }
}
