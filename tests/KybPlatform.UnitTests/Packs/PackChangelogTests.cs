using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Comparison;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>What lies between two packs, in the words of their authors and policy by policy.</summary>
public sealed class PackChangelogTests
{
    private static readonly IReadOnlyList<PackRelease> Three = PackChangelog.Read(JsonNode.Parse("""
        { "changelog": [
          { "version": "3", "released": "2026-03-01", "changes": ["c"] },
          { "version": "2", "released": "2026-02-01", "changes": ["b", "b too"] },
          { "version": "1", "released": "2026-01-01", "changes": ["a"] } ] }
        """));

    [Fact]
    public void The_shipped_changelog_begins_with_the_shipped_version() => PackChangelog.Shipped[0].Version.Should().Be(PolicyPack.Shipped.Version);

    [Theory]
    [InlineData("1", "3", "3 2")]
    [InlineData("3", "1", "3 2")]
    [InlineData("2", "2", "")]
    [InlineData("0.9", "2", "2 1")]
    public void Between_two_versions_lies_what_came_after_the_older_one(string from, string to, string expected) =>
        string.Join(' ', PackChangelog.Between(Three, from, to).Select(r => r.Version)).Should().Be(expected);

    [Fact]
    public void Policies_are_told_as_added_removed_or_changed_and_what_is_the_same_is_left_out()
    {
        var (before, after) = (Pack("a: 1", "b: 1", "c: 1"), Pack("b: 1", "c: 2", "d: 1"));
        var found = PackDiff.Between(before.Catalog, after.Catalog);
        found.Select(d => (d.Key, d.Kind)).Should().Equal(("acme.a", DifferenceKind.Removed), ("acme.c", DifferenceKind.Changed), ("acme.d", DifferenceKind.Added));
        found[1].Inside!.Summary.Should().Contain(s => s.Contains("minimum", StringComparison.Ordinal));
        found[0].Inside.Should().BeNull();
        var cell = new PolicyQuery("ZW", "voice", "business", Purpose: "a");
        (found[0].Answers(cell, before.Catalog, after.Catalog), found[1].Answers(cell, before.Catalog, after.Catalog)).Should().Be((true, false));
    }

    private static PolicyPack Pack(params string[] policies) => PolicyPack.From(
        [.. policies.Select(p => p.Split(": ")).Select(p => PolicyLoader.FromYaml($$"""
            key: acme.{{p[0]}}
            version: 1
            title: One
            scope: { country: ZW, sender_type: voice, purpose: {{p[0]}} }
            requirements: [{ key: employees, kind: field, path: business.employees, minimum: {{p[1]}} }]
            """).Document!)], "1");
}
