using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class ResolutionTests
{
    private const string Base = """
        { key: base.one, version: 3, title: Base, base: true, certainty: reported, thresholds: { review: 40 }, registration: { valid_for_days: 365 },
          requirements: [ { key: a, kind: field, path: business.legal_name }, { key: b, kind: field, path: business.type }, { key: c, kind: field, path: business.website } ],
          rules: [ { key: r, when: "business.type == 'trust'", outcome: review, reason: restricted } ] }
        """;

    [Fact]
    public void Entries_of_bases_are_replaced_in_place_added_at_the_end_and_removed()
    {
        var policy = Example.Resolve(
            "{ key: xx.one, version: 2, title: One, scope: { country: GB }, extends: [base.one], thresholds: { decline: 80 }, requirements: [ { key: d, kind: field, path: business.email }, { key: b, kind: field, path: business.type, allowed: [trust] }, { key: c, remove: true } ] }",
            Base);

        policy.Requirements.Select(r => r.Key).Should().Equal("a", "b", "d");
        ((FieldRequirement)policy.Requirements[1]).Allowed.Should().Equal("trust");
        policy.Rules.Should().ContainSingle();
        policy.Document.Thresholds.Should().Be(new RiskThresholds(40, 80));
        policy.Registration.ValidForDays.Should().Be(365);
        policy.Certainty.Should().Be(Certainty.Reported, because: "a base's doubt stays");
        policy.Version.Should().Be(2);
    }

    [Fact]
    public void The_hash_covers_what_was_merged_in_and_not_the_tests()
    {
        const string document = "{ key: xx.one, version: 1, title: One, scope: { country: GB }, extends: [base.one] }";
        var policy = Example.Resolve(document, Base);

        Example.Resolve(document.Replace("extends", "tests: [ { name: t, expect: { outcome: approve } } ], extends", StringComparison.Ordinal), Base).Hash.Should().Be(policy.Hash);
        Example.Resolve(document, Base.Replace("business.type }", "business.industry }", StringComparison.Ordinal).Replace("rules", "risk: [], rules", StringComparison.Ordinal).Replace("business.type ==", "business.industry ==", StringComparison.Ordinal)).Hash.Should().NotBe(policy.Hash);
        ResolvedPolicy.FromCanonicalJson(policy.CanonicalJson).Hash.Should().Be(policy.Hash);
        ResolvedPolicy.FromCanonicalJson(Example.Resolved.CanonicalJson).CanonicalJson.Should().Be(Example.Resolved.CanonicalJson);
    }

    [Theory]
    [InlineData("GB", "alphanumeric", "business", null, null, null, "gb.alphanumeric")]
    [InlineData("GB", "alphanumeric", "business", "promotional", null, null, "any.promotional")]
    [InlineData("GB", "alphanumeric", "business", "promotional", "international", null, "any.promotional")]
    [InlineData("GB", "alphanumeric", "business", null, "international", null, "any.international")]
    [InlineData("GB", "alphanumeric", "individual", null, null, null, "any.individual")]
    [InlineData("GB", "local", "business", null, null, null, "gb")]
    [InlineData("FR", "alphanumeric", "business", null, null, null, "any.alphanumeric")]
    [InlineData("FR", "local", "business", null, null, null, "eu")]
    [InlineData("NO", "local", "business", null, null, null, null)]
    [InlineData("GB", "local", "business", null, null, "emergency", "any.emergency")]
    public void The_most_specific_scope_wins(string country, string senderType, string applicant, string? purpose, string? origin, string? useCase, string? expected)
    {
        var catalog = Catalog(
            ("gb", "country: GB"), ("eu", "region: EU"), ("gb.alphanumeric", "country: GB, sender_type: alphanumeric"), ("any.alphanumeric", "sender_type: alphanumeric"),
            ("any.individual", "applicant: individual"), ("any.emergency", "use_case: emergency"), ("any.international", "origin: international"), ("any.promotional", "purpose: promotional"));

        catalog.Resolve(new PolicyQuery(country, senderType, applicant, purpose, origin, useCase))?.Key.Should().Be(expected);
        (catalog.Resolve(new PolicyQuery(country, senderType, applicant, purpose, origin, useCase)) is null).Should().Be(expected is null);
    }

    [Theory]
    [InlineData("DK", "northern")]
    [InlineData("FR", "eu")]
    [InlineData("NO", "northern")]
    [InlineData("CH", "europe")]
    [InlineData("JP", null)]
    public void Of_several_regions_the_smallest_answers(string country, string? expected) =>
        Catalog(("europe", "region: EUROPE"), ("eu", "region: EU"), ("northern", "region: NORTHERN_EUROPE")).Resolve(new PolicyQuery(country, "local", "business"))?.Key.Should().Be(expected);

    [Theory]
    [InlineData(null, null, null, "use_case.origin,use_case.purpose")]
    [InlineData("promotional", null, null, "")]
    [InlineData("transactional", null, null, "use_case.origin")]
    [InlineData("transactional", "domestic", null, "")]
    [InlineData("transactional", "domestic", "emergency", "")]
    [InlineData(null, "international", null, "use_case.purpose")]
    public void What_is_not_known_holds_back_the_answer_where_a_more_specific_policy_hangs_on_it(string? purpose, string? origin, string? useCase, string expected)
    {
        var catalog = Catalog(
            ("gb", "country: GB"), ("gb.promotional", "country: GB, purpose: promotional"), ("any.international", "origin: international"), ("fr.promotional", "country: FR, purpose: promotional"),
            ("de.other", "region: EFTA, purpose: emergency"), ("local.promotional", "sender_type: local, use_case: emergency"));

        string.Join(',', catalog.Undecided(new PolicyQuery("GB", "alphanumeric", "business", purpose, origin, useCase))).Should().Be(expected);
    }

    [Fact]
    public void Nobody_is_approved_while_it_is_not_known_which_policy_answers()
    {
        var policy = Example.Resolve("{ key: a, version: 1, title: T, scope: { country: GB }, requirements: [ { key: purpose, kind: field, path: use_case.purpose, when: 'business.type == \"trust\"' }, { key: type, kind: field, path: business.type } ] }");
        var facts = Example.Read(new System.Text.Json.Nodes.JsonObject { ["country"] = "GB", ["business"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "other" } });
        policy.Evaluate(facts, Example.Options).Outcome.Should().Be(Outcome.Approve);

        var evaluation = policy.Evaluate(facts, Example.Options with { Undecided = ["use_case.purpose"] });

        evaluation.Outcome.Should().Be(Outcome.RequestInformation);
        evaluation.Due().CurrentlyDue.Should().ContainSingle().Which.Path.Should().Be("use_case.purpose");
    }

    [Fact]
    public void Broken_catalogues_say_what_is_wrong()
    {
        Issues(("a", "scope: { country: GB }"), ("b", "scope: { country: GB }")).Should().ContainSingle(i => i.Code == "ambiguous_scope");
        Issues(("a", "extends: [bse.one]"), ("base.one", "base: true")).Should().ContainSingle(i => i.Code == "unknown_base" && i.Suggestion == "base.one" && i.Pointer == "a#/extends");
        Issues(("a", "extends: [b]"), ("b", "base: true, extends: [c]"), ("c", "base: true, extends: [b]")).Should().ContainSingle(i => i.Code == "extends_itself");
        Issues(("a", "requirements: [ { key: x, remove: true } ]")).Should().ContainSingle(i => i.Code == "removes_nothing");
    }

    [Theory]
    [InlineData("requirements: [ { key: a, kind: field, path: business.legal_nam } ]", "unknown_path", "business.legal_name")]
    [InlineData("requirements: [ { key: a, kind: person, role: ownr } ]", "unknown_role", "owner")]
    [InlineData("requirements: [ { key: a, kind: person, role: owner, fields: [given_nme] } ]", "unknown_path", "business.people[].given_name")]
    [InlineData("requirements: [ { key: proof, kind: document, any_of: [ { type: x } ] }, { key: c, kind: consistency, expr: \"documents.prof.type == 'x'\" } ]", "unknown_requirement_key", "proof")]
    [InlineData("rules: [ { key: r, when: \"business.industry == 'x'\", outcome: review, reason: restricted } ]", "reads_uncollected_path", null)]
    [InlineData("rules: [ { key: r, when: \"owners.exists(o, o.nationality == 'XX')\", outcome: review, reason: restricted } ]", "reads_uncollected_path", null)]
    [InlineData("rules: [ { key: r, when: \"business.industri == 'x'\", outcome: review, reason: restricted } ]", "undefined_field", "industry")]
    [InlineData("rules: [ { key: r, when: \"business.employees > 'x'\", outcome: review, reason: restricted } ]", "no_matching_overload", null)]
    [InlineData("rules: [ { key: r, when: \"country\", outcome: review, reason: restricted } ]", "not_a_condition", null)]
    public void Static_checks_find_what_cannot_work(string content, string code, string? suggestion) =>
        Issues(("a", "scope: { country: GB }, " + content)).Should().Contain(i => i.Code == code && (suggestion == null || i.Suggestion == suggestion) && !i.IsWarning);

    [Fact]
    public void Gaps_overlaps_and_dead_rows_of_tables_are_warnings()
    {
        const string table = "scope: { country: GB }, requirements: [ { key: v, kind: field, path: use_case.message_volume } ], tables: [ { key: t, hit: any, inputs: [ { key: v, expr: use_case.message_volume } ], outputs: [ { key: o, type: string } ], rows: [ { if: { v: { lt: 10 } }, then: { o: a } }, { if: { v: { gte: 9, lt: 20 } }, then: { o: b } }, { if: { v: { gt: 20 } }, then: { o: c } }, { if: { v: { gt: 30, lt: 25 } }, then: { o: d } } ] } ]";

        var issues = new List<PolicyIssue>();
        PolicyCatalog.From([Document("a", table)], "1", issues).Should().NotBeNull();

        issues.Select(i => (i.Pointer, i.Code)).Should().BeEquivalentTo([("a#/tables/0", "table_gap"), ("a#/tables/0", "table_conflict"), ("a#/tables/0/rows/3", "row_unreachable")]);
        issues.Should().OnlyContain(i => i.IsWarning);
    }

    private static PolicyCatalog Catalog(params (string Key, string Scope)[] policies)
    {
        var issues = new List<PolicyIssue>();
        return PolicyCatalog.From([.. policies.Select(p => Document(p.Key, $"scope: {{ {p.Scope} }}"))], "1", issues) ?? throw new FormatException(string.Join('\n', issues));
    }

    private static List<PolicyIssue> Issues(params (string Key, string Content)[] policies)
    {
        var issues = new List<PolicyIssue>();
        PolicyCatalog.From([.. policies.Select(p => Document(p.Key, p.Content))], "1", issues).Should().BeNull();
        return issues;
    }

    private static PolicyDocument Document(string key, string content) => Example.Document($"{{ key: {key}, version: 1, title: {key}, {content} }}");
}
