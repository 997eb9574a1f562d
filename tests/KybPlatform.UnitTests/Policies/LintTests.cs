using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>Each static check finds its mistake in the place where it is, says nothing about the same policy without the mistake, and nothing about the packs.</summary>
public sealed class LintTests
{
    /// <summary>Asks for everything that the examples read.</summary>
    private const string Asked = """
        { key: legal_name, kind: field, path: business.legal_name }, { key: type, kind: field, path: business.type }, { key: industry, kind: field, path: business.industry },
        { key: founded, kind: field, path: business.incorporated_on }, { key: employees, kind: field, path: business.employees }, { key: website, kind: field, path: business.website, allow_none: true },
        { key: purpose, kind: field, path: use_case.purpose }, { key: volume, kind: field, path: use_case.message_volume }, { key: links, kind: field, path: use_case.has_links },
        { key: samples, kind: field, path: use_case.sample_messages }
        """;

    private const int AskedCount = 10;

    private static IReadOnlyList<PolicyIssue> Lint(string requirements = "", string rest = "", IReadOnlySet<string>? providers = null, IReadOnlySet<string>? lists = null)
    {
        var document = Example.Document($"{{ key: a, version: 1, title: T, scope: {{ country: GB, applicant: business }}, requirements: [ {Asked}{(requirements.Length > 0 ? ", " + requirements : "")} ]{rest} }}");
        var issues = new List<PolicyIssue>();
        var policy = ResolvedPolicy.From(document, new Dictionary<string, PolicyDocument>(), issues);
        policy.Should().NotBeNull(string.Join('\n', issues));
        return PolicyLint.Check(policy!, providers, lists);
    }

    private static string Rule(string when, string key = "r", string outcome = "review", string reason = "restricted", bool retryable = true) =>
        $"{{ key: {key}, when: '{when}', outcome: {outcome}, reason: {reason}, retryable: {(retryable ? "true" : "false")} }}";

    private static string Rules(params string[] rules) => $", rules: [ {string.Join(", ", rules)} ]";

    public static TheoryData<string, int> Contradictions => new()
    {
        { "business.type == \"trust\" && business.type == \"nonprofit\"", 0 },
        { "business.employees > 10 && business.employees < 5", 0 },
        { "business.employees > 3 && business.employees < 4", 0 },
        { "business.employees > 3 && !(business.employees >= 3)", 0 },
        { "use_case.has_links && !use_case.has_links", 0 },
        { "use_case.has_links == true && use_case.has_links != true", 0 },
        { "business.type in [\"trust\", \"other\"] && !(business.type in [\"trust\", \"other\", \"nonprofit\"])", 0 },
        { "business.incorporated_on > timestamp(\"2026-01-01T00:00:00Z\") && business.incorporated_on < timestamp(\"2025-01-01T00:00:00Z\")", 0 },
        { "business.incorporated_on > now - duration(\"24h\") && business.incorporated_on < now - duration(\"48h\")", 0 },
        { "now - business.incorporated_on > duration(\"48h\") && business.incorporated_on > now - duration(\"24h\")", 0 },
        { "business.website == null && business.website == \"https://a.example\"", 0 },
        { "has(business.website) && business.website == null", 0 },
        { "size(use_case.sample_messages) == 0 && size(use_case.sample_messages) > 0", 0 },
        { "use_case.sample_messages.exists(m, m == \"\") && !use_case.sample_messages.exists(m, m == \"\")", 0 },
        { "business.legal_name == business.website && business.website != business.legal_name", 0 },
        { "business.type == \"other\" || (business.employees == 1 && business.employees == 2)", 28 },
        { "(use_case.has_links || business.employees > 5) && !use_case.has_links && business.employees < 5", 0 },
        { "use_case.has_links ? business.employees == 1 && business.employees == 2 : true", 21 },
    };

    [Theory, MemberData(nameof(Contradictions))]
    public void A_contradiction_is_found_where_it_stands(string when, int offset)
    {
        var found = Lint(rest: Rules(Rule(when))).Should().ContainSingle(i => i.Code == "contradiction").Subject;
        (found.Pointer, found.Offset, found.IsWarning).Should().Be(("/rules/0/when", offset, true));
    }

    [Theory]
    [InlineData("business.type == \"trsut\"", "always_false", 0, "trust")]
    [InlineData("business.employees > 5 || business.type == \"zzz\"", "always_false", 26, null)]
    [InlineData("size(use_case.sample_messages) < 0", "always_false", 0, null)]
    [InlineData("size(use_case.sample_messages) >= 0", "always_true", 0, null)]
    [InlineData("business.type != \"trust\" || business.type != \"other\"", "always_true", 0, null)]
    [InlineData("use_case.has_links || !use_case.has_links", "always_true", 0, null)]
    [InlineData("business.employees > 5 || true", "always_true", 0, null)]
    public void What_can_only_come_out_one_way_is_found_where_it_stands(string when, string code, int offset, string? suggestion)
    {
        var found = Lint(rest: Rules(Rule(when))).Should().ContainSingle(i => i.Code == code).Subject;
        (found.Pointer, found.Offset, found.Suggestion).Should().Be(("/rules/0/when", offset, suggestion));
    }

    /// <summary>Each is near to a mistake and none: it can be true, and it can be false.</summary>
    [Theory]
    [InlineData("business.type == \"trust\" || business.type == \"nonprofit\"")]
    [InlineData("business.employees > 3 && business.employees < 5")]
    [InlineData("business.employees >= 3 && business.employees <= 3")]
    [InlineData("business.type != \"trust\" && business.type != \"other\"")]
    [InlineData("business.website == null || business.website != null && business.website != \"x\"")]
    [InlineData("business.incorporated_on > now - duration(\"48h\") && business.incorporated_on < now - duration(\"24h\")")]
    [InlineData("business.legal_name.contains(\"a\") && !business.legal_name.contains(\"b\")")]
    [InlineData("use_case.sample_messages.exists(m, m == \"a\") && use_case.sample_messages.exists(m, m == \"b\")")]
    [InlineData("use_case.sample_messages.size() + business.employees > 5 && use_case.sample_messages.size() + business.employees < 7")]
    [InlineData("-1 + use_case.sample_messages.size() < 0")]
    [InlineData("9223372036854775807 > business.employees && business.employees > 9223372036854775805")]
    [InlineData("false")]
    [InlineData("true")]
    [InlineData("business.employees > 1 && (business.type == \"trust\" || business.industry == \"banking\") && use_case.purpose in [\"mixed\", \"promotional\"]")]
    public void What_can_come_out_both_ways_raises_no_alarm(string when) =>
        Lint(rest: Rules(Rule(when))).Where(i => i.Pointer.StartsWith("/rules", StringComparison.Ordinal)).Should().BeEmpty();

    [Fact]
    public void A_condition_with_too_many_cases_is_not_judged()
    {
        var many = string.Join(" && ", Enumerable.Range(0, 12).Select(i => $"(business.legal_name.contains(\"a{i}\") || business.legal_name.contains(\"b{i}\"))"));
        Lint(rest: Rules(Rule($"{many} && business.employees > 5 || business.employees > 9"))).Should().BeEmpty();
    }

    [Fact]
    public void A_dead_rule_is_found()
    {
        Lint(rest: Rules(Rule("business.employees < 1 && business.employees > 2"))).Should().Contain(i => i.Code == "dead_rule" && i.Pointer == "/rules/0/when");
        Lint(rest: Rules(Rule("country == \"US\" && business.employees > 2"))).Should().ContainSingle(i => i.Code == "dead_rule");
        Lint(rest: ", risk: [ { key: f, when: 'applicant == \"individual\"', points: 5, reason: young_company } ]").Should().ContainSingle(i => i.Code == "dead_rule" && i.Pointer == "/risk/0/when");
        Lint(rest: Rules(Rule("country == \"GB\" && business.employees > 2"))).Should().BeEmpty();
    }

    [Fact]
    public void What_a_base_says_for_many_countries_is_not_dead_in_one()
    {
        var known = new Dictionary<string, PolicyDocument> { ["base.x"] = Example.Document($"{{ key: base.x, version: 1, title: B, base: true, requirements: [ {Asked} ]{Rules(Rule("country == \"US\""))} }}") };
        var policy = ResolvedPolicy.From(Example.Document("{ key: a, version: 1, title: T, scope: { country: GB }, extends: [base.x] }"), known, []);
        PolicyLint.Check(policy!).Should().BeEmpty();
    }

    [Fact]
    public void A_subsumed_rule_is_found()
    {
        var narrow = Rule("business.employees > 50 && business.type == \"trust\"", "narrow");
        Lint(rest: Rules(narrow, Rule("business.employees > 10", "wide"))).Should().ContainSingle(i => i.Code == "subsumed_rule").Which.Pointer.Should().Be("/rules/0");
        Lint(rest: Rules(Rule("business.employees > 10", "wide", "decline", "prohibited_industry"), narrow)).Should().ContainSingle(i => i.Code == "subsumed_rule").Which.Pointer.Should().Be("/rules/1");
        Lint(rest: Rules(Rule("business.employees > 10", "one"), Rule("business.employees > 10", "two"))).Should().ContainSingle(i => i.Code == "subsumed_rule").Which.Pointer.Should().Be("/rules/1");
    }

    [Theory]
    [InlineData("business.employees > 60", "review", "restricted")]
    [InlineData("business.employees > 10", "review", "promotional_needs_review")]
    [InlineData("business.employees > 10", "request_information", "restricted")]
    [InlineData("business.employees > 10 && use_case.has_links", "review", "restricted")]
    public void A_rule_that_says_more_or_applies_elsewhere_is_not_subsumed(string when, string outcome, string reason) =>
        Lint(rest: Rules(Rule("business.employees > 50", "narrow"), Rule(when, "other", outcome, reason))).Where(i => i.Pointer == "/rules/0").Should().BeEmpty();

    [Fact]
    public void An_unreachable_requirement_is_found()
    {
        const string declined = "business.industry == \"cannabis\"";
        var paper = (string when) => $"{{ key: p, kind: document, when: '{when}', any_of: [ {{ type: utility_bill }} ] }}";
        Lint(paper("business.type == \"trust\" && business.type == \"other\"")).Should().Contain(i => i.Code == "unreachable_requirement" && i.Pointer == $"/requirements/{AskedCount}/when");
        Lint(paper("applicant == \"individual\"")).Should().ContainSingle(i => i.Code == "unreachable_requirement");
        Lint(paper(declined), Rules(Rule(declined, outcome: "decline", retryable: false))).Should().ContainSingle(i => i.Code == "unreachable_requirement");
        Lint(paper(declined), Rules(Rule(declined, outcome: "decline"))).Should().BeEmpty();
        Lint(paper("business.type == \"trust\" || business.type == \"other\"")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("{ key: x, kind: field, path: business.type, allowed: [plc, gmbh] }")]
    [InlineData("{ key: x, kind: field, path: business.legal_name, allowed: [ab], min_length: 3 }")]
    [InlineData("{ key: x, kind: restriction, expr: 'business.employees > 5 && business.employees < 5', text: T }")]
    [InlineData("{ key: x, kind: restriction, expr: 'use_case.purpose == \"transactional\"', text: T }, { key: y, kind: restriction, expr: 'use_case.purpose == \"promotional\"', text: T }")]
    [InlineData("{ key: x, kind: field, path: business.employees, minimum: 10 }, { key: y, kind: restriction, expr: 'business.employees < 5', text: T }")]
    [InlineData("{ key: x, kind: field, path: business.type, allowed: [trust] }, { key: y, kind: consistency, expr: 'business.type == \"other\"', title: T }")]
    [InlineData("{ key: x, kind: address, path: business.registered_address, scope: in_country, countries: [FR, DE] }")]
    public void A_requirement_that_nobody_can_meet_is_found(string requirements) => Lint(requirements).Should().Contain(i => i.Code == "unsatisfiable_requirement");

    [Theory]
    [InlineData("{ key: x, kind: field, path: business.type, allowed: [trust, plc] }")]
    [InlineData("{ key: x, kind: restriction, expr: 'business.employees >= 5 && business.employees <= 5', text: T }")]
    [InlineData("{ key: x, kind: restriction, when: 'use_case.has_links', expr: 'use_case.purpose == \"transactional\"', text: T }, { key: y, kind: restriction, when: '!use_case.has_links', expr: 'use_case.purpose == \"promotional\"', text: T }")]
    [InlineData("{ key: x, kind: field, path: business.employees, minimum: 10 }, { key: y, kind: restriction, expr: 'business.employees < 15', text: T }")]
    [InlineData("{ key: x, kind: address, path: business.registered_address, scope: in_country, countries: [GB] }")]
    public void A_requirement_that_somebody_can_meet_raises_no_alarm(string requirements) => Lint(requirements).Should().BeEmpty();

    [Fact]
    public void A_requirement_without_words_for_applicants_is_found()
    {
        const string expr = "kind: consistency, expr: 'business.legal_name != business.website'";
        Lint($"{{ key: x, {expr} }}").Should().ContainSingle(i => i.Code == "missing_applicant_text").Which.Pointer.Should().Be($"/requirements/{AskedCount}");
        foreach (var words in (string[])["title: T", "help: H", "remediation: R", "reason: name_mismatch"]) Lint($"{{ key: x, {expr}, {words} }}").Should().BeEmpty();
    }

    [Fact]
    public void Every_reason_has_a_text_for_applicants() =>
        ReasonCodes.All.Should().OnlyContain(r => !string.IsNullOrWhiteSpace(r.Applicant) && r.Applicant.EndsWith('.'));

    [Fact]
    public void A_check_that_nobody_can_answer_is_found()
    {
        const string number = "{ key: n, kind: identifier, any_of: [\"GB:CRN\"], checks: [format, register_active] }";
        Lint(number, providers: new HashSet<string> { "identifier.format", "identifier.register_active:GB:CRN" }).Should().BeEmpty();
        Lint(number, providers: ProviderSet.All).Should().BeEmpty();
        Lint(number, providers: new HashSet<string> { "identifier.format" }).Should().ContainSingle(i => i.Code == "no_provider").Which.Detail.Should().Contain("register_active");
        Lint(number).Should().BeEmpty();
    }

    [Fact]
    public void A_list_that_is_not_there_is_found_wherever_it_is_asked()
    {
        var lists = new HashSet<string> { "blocked_domains", "known_customers" };
        const string first = "use_case.has_links && [business.website].exists(w, list_contains(\"blocked_domain\", w))";
        var found = Lint(rest: Rules(Rule(first)), lists: lists).Should().ContainSingle(i => i.Code == "unknown_list").Subject;
        (found.Pointer, found.Suggestion, first[(int)found.Offset!..][..16], found.IsWarning).Should().Be(("/rules/0/when", "blocked_domains", "\"blocked_domain\"", true));

        var table = ", tables: [ { key: t, hit: first, inputs: [ { key: k, expr: 'list_contains(\"customers\", business.legal_name)' } ], outputs: [ { key: points, type: number } ], rows: [ { if: { k: true }, then: { points: 1 } }, { then: { points: 2 } } ] } ]";
        Lint(rest: table, lists: lists).Should().ContainSingle(i => i.Code == "unknown_list").Which.Pointer.Should().Be("/tables/0/inputs/0/expr");
        Lint(rest: table.Replace("customers", "known_customers", StringComparison.Ordinal), lists: lists).Should().BeEmpty();
        // A key that is computed may be any; and where the lists are not known, nothing is said.
        Lint(rest: Rules(Rule("list_contains(\"block\" + business.type, business.legal_name)")), lists: lists).Should().BeEmpty();
        Lint(rest: Rules(Rule(first))).Should().BeEmpty();
    }

    [Fact]
    public void Rows_that_add_nothing_are_found()
    {
        var table = (string hit, string rows) => $", tables: [ {{ key: t, hit: {hit}, inputs: [ {{ key: v, expr: use_case.message_volume }} ], outputs: [ {{ key: points, type: number }} ], rows: [ {rows} ] }} ]";
        Lint(rest: table("any", "{ if: { v: { lt: 10 } }, then: { points: 1 } }, { if: { v: { lt: 5 } }, then: { points: 1 } }, { if: { v: { gte: 10 } }, then: { points: 2 } }"))
            .Should().ContainSingle(i => i.Code == "table_overlap").Which.Pointer.Should().Be("/tables/0/rows/1");
        Lint(rest: table("collect", "{ if: { v: { lt: 10 } }, then: { points: 1 } }, { if: { v: { lt: 10 } }, then: { points: 5 } }"))
            .Should().ContainSingle(i => i.Code == "table_overlap").Which.Pointer.Should().Be("/tables/0/rows/1");
        Lint(rest: table("collect", "{ if: { v: { lt: 10 } }, then: { points: 1 } }, { if: { v: { lt: 5 } }, then: { points: 5 } }")).Should().BeEmpty();
    }

    [Fact]
    public void The_packs_raise_no_alarm() =>
        PolicyCatalog.LoadPacks().All.SelectMany(p => PolicyLint.Check(p, ProviderSet.All, new HashSet<string>()).Select(i => $"{p.Key} {i}")).Should().BeEmpty();

    [Theory]
    [InlineData("country: UK", "country", "GB")]
    [InlineData("country: ZZ", "country", null)]
    [InlineData("country: GB, sender_type: alphanumerc", "sender_type", "alphanumeric")]
    [InlineData("country: GB, purpose: promotion", "purpose", "promotional")]
    [InlineData("country: GB, use_case: zzz", "use_case", null)]
    [InlineData("country: GB, sender_type: alphanumeric, purpose: promotional, origin: domestic", null, null)]
    [InlineData("region: EU", null, null)]
    public void A_scope_that_no_submission_has_is_found(string scope, string? part, string? suggestion)
    {
        var policy = Example.Resolve($"{{ key: a, version: 1, title: T, scope: {{ {scope} }}, requirements: [ {{ key: legal_name, kind: field, path: business.legal_name }} ] }}");
        var found = PolicyLint.Check(policy);
        if (part is null) found.Should().BeEmpty();
        else found.Select(i => (i.Code, i.Pointer, i.Suggestion)).Should().Equal(("unknown_scope_value", $"/scope/{part}", suggestion));
    }
}
