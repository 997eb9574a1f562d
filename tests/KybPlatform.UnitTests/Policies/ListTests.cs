using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class ListTests
{
    private static readonly ResolvedPolicy Policy = ResolvedPolicy.From(
        Example.Document("""
            { key: a, version: 1, title: T, scope: { country: GB },
              requirements: [ { key: name, kind: field, path: business.legal_name }, { key: site, kind: field, path: business.website, allow_none: true } ],
              rules: [ { key: blocked, when: 'list_contains("blocked_names", business.legal_name) || list_contains("blocked_sites", business.website)', outcome: decline, reason: restricted } ] }
            """),
        new Dictionary<string, PolicyDocument>(), []) ?? throw new FormatException();

    private static PolicyEvaluation Evaluate(ListAnswers lists) => Policy.Evaluate(
        FactDocument.Parse("""{"country": "GB", "now": "2026-11-20T00:00:00Z", "business": {"legal_name": "Example Ltd", "website": "https://example.com"}}"""u8.ToArray()),
        new EvaluationOptions(Live: true, Attested: true, Trace: false, lists, ProviderSet.All, RetryScheduled: false));

    [Fact]
    public void A_lookup_that_nobody_answered_decides_nothing_and_is_noted()
    {
        var lists = new ListAnswers(new PlainDomainFunctions());
        Evaluate(lists).Outcome.Should().Be(Outcome.Review);
        lists.Open.Should().BeEquivalentTo([("blocked_names", "Example Ltd"), ("blocked_sites", "https://example.com")]);
    }

    [Fact]
    public void Answers_decide_and_name_their_snapshot()
    {
        var lists = new ListAnswers(new PlainDomainFunctions());
        Evaluate(lists);
        lists.Set("blocked_names", "Example Ltd", new DomainAnswer(false, "blocked_names@3 sha256:aa"));
        lists.Set("blocked_sites", "https://example.com", new DomainAnswer(false, "blocked_sites@1 sha256:bb"));
        var cleared = Evaluate(lists);
        lists.Open.Should().BeEmpty();
        cleared.Outcome.Should().Be(Outcome.Approve);
        cleared.DomainCalls.Should().Contain(c => c.Function == "list_contains" && c.DataVersion == "blocked_names@3 sha256:aa");

        lists.Set("blocked_sites", "https://example.com", new DomainAnswer(true, "blocked_sites@2 sha256:cc"));
        Evaluate(lists).Outcome.Should().Be(Outcome.Decline);
    }

    [Theory]
    [InlineData(ListEntryKind.Text, "  ACME   Ltd ", "acme ltd")]
    [InlineData(ListEntryKind.Text, "Cafe\u0301", "café")]
    [InlineData(ListEntryKind.Domain, "https://www.Example.com:443/a?b", "example.com")]
    [InlineData(ListEntryKind.Domain, "someone@example.com", "example.com")]
    [InlineData(ListEntryKind.Phone, "+44 (0)20 7946 0000", "4402079460000")]
    [InlineData(ListEntryKind.Phone, "0044 20 7946", "44207946")]
    [InlineData(ListEntryKind.Identifier, "gb-123.456 78", "GB12345678")]
    [InlineData(ListEntryKind.Identifier, " - ", "")]
    public void The_same_entry_has_one_form(ListEntryKind kind, string given, string normal) => ListEntries.Normalize(kind, given).Should().Be(normal);
}
