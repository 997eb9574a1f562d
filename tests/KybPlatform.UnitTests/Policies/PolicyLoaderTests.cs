using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class PolicyLoaderTests
{
    private const string Head = "{ key: a.b, version: 1, title: T, scope: { country: GB }, ";

    [Fact]
    public void The_same_policy_is_read_from_YAML_and_from_JSON()
    {
        var yaml = Example.Document(Example.Policy);
        var json = PolicyLoader.FromJson(JsonSerializer.SerializeToUtf8Bytes(yaml.Json));

        json.Issues.Should().BeEmpty();
        CanonicalJson.Write(json.Document!.Json).Should().Be(CanonicalJson.Write(yaml.Json));
        json.Document.Requirements.Should().HaveCount(20);
        json.Document.Requirements.Select(r => r.Kind).Distinct().Should().HaveCount(10);
    }

    [Theory]
    [InlineData("requirments: [] }", "/requirments", "unknown_key", "requirements")]
    [InlineData("requirements: [ { key: a, kind: feild, path: business.type } ] }", "/requirements/0/kind", "unknown_value", "field")]
    [InlineData("requirements: [ { key: a, kind: field, pth: business.type, path: business.type } ] }", "/requirements/0/pth", "unknown_key", "path")]
    [InlineData("requirements: [ { key: a, kind: field } ] }", "/requirements/0", "one_of_two_keys", null)]
    [InlineData("requirements: [ { key: a, kind: field, path: x, pattern: '(?=a)' } ] }", "/requirements/0/pattern", "malformed_pattern", null)]
    [InlineData("requirements: [ { key: a, kind: identifier, any_of: [] } ] }", "/requirements/0/any_of", "empty_list", null)]
    [InlineData("requirements: [ { key: a, kind: identifier, any_of: ['GB:CRN'], checks: [checksm] } ] }", "/requirements/0/checks", "unknown_value", "checksum")]
    [InlineData("requirements: [ { key: a, kind: field, path: x, on_failed: approve } ] }", "/requirements/0/on_failed", "unknown_value", null)]
    [InlineData("requirements: [ { key: a, kind: field, path: x, on_failed: declin } ] }", "/requirements/0/on_failed", "unknown_value", "decline")]
    [InlineData("requirements: [ { key: A-b, kind: field, path: x } ] }", "/requirements/0/key", "malformed_key", null)]
    [InlineData("requirements: [ { key: a, kind: field, path: x }, { key: a, kind: field, path: y } ] }", "/requirements/1/key", "duplicate_entry", null)]
    [InlineData("requirements: [ { key: a, kind: person, role: owner, min: 2, max: 1 } ] }", "/requirements/0/max", "bounds_crossed", null)]
    [InlineData("rules: [ { key: a, when: 'true', outcome: approve, reason: restricted } ] }", "/rules/0/outcome", "unknown_value", null)]
    [InlineData("rules: [ { key: a, when: 'true', outcome: review, reason: restrictd } ] }", "/rules/0/reason", "unknown_reason", "restricted")]
    [InlineData("thresholds: { review: 80, decline: 40 } }", "/thresholds/decline", "thresholds_crossed", null)]
    [InlineData("risk: [ { key: a, when: 'true', points: 1.5, reason: young_company } ] }", "/risk/0/points", "wrong_type", null)]
    [InlineData("base: true }", "/scope", "base_with_scope", null)]
    [InlineData("certainty: surely }", "/certainty", "unknown_value", null)]
    [InlineData("sources: [ { title: T, retrieved: yesterday, certainty: documented } ] }", "/sources/0/retrieved", "wrong_type", null)]
    [InlineData("sources: [ { title: T, retrieved: 2026-11-20, certainty: documented, url: 'javascript:x' } ] }", "/sources/0/url", "malformed_url", null)]
    [InlineData("tables: [ { key: t, hit: first, inputs: [ { key: a, expr: '1' } ], outputs: [ { key: o, type: string } ], rows: [ { if: { b: 1 }, then: { o: x } } ] } ] }", "/tables/0/rows/0/if/b", "unknown_input", null)]
    [InlineData("tables: [ { key: t, hit: first, inputs: [ { key: a, expr: '1' } ], outputs: [ { key: o, type: number } ], rows: [ { then: { o: x } } ] } ] }", "/tables/0/rows/0/then/o", "wrong_type", null)]
    [InlineData("tests: [ { name: b, like: a, expect: { outcome: approve } } ] }", "/tests/0/like", "unknown_test", null)]
    [InlineData("title: again }", "/title", "duplicate_key", null)]
    [InlineData("registration: { valid_for_days: 99999999999999999999 } }", "/registration/valid_for_days", "number_out_of_range", null)]
    public void What_is_wrong_is_said_with_pointer_code_and_suggestion(string rest, string pointer, string code, string? suggestion)
    {
        var load = PolicyLoader.FromYaml(Head + rest);

        load.Document.Should().BeNull();
        load.Issues.Should().Contain(i => i.Pointer == pointer && i.Code == code && i.Suggestion == suggestion, because: string.Join('\n', load.Issues));
    }

    [Fact]
    public void Issues_know_their_line_and_column()
    {
        var yaml = PolicyLoader.FromYaml("key: a.b\nversion: 1\ntitle: T\nscope:\n  contry: GB\n");
        var json = PolicyLoader.FromJson("{\n  \"key\": \"a.b\", \"version\": 1, \"title\": \"T\",\n  \"scope\": { \"contry\": \"GB\" } }"u8);

        yaml.Issues.Should().ContainSingle().Which.Position.Should().Be(new SourcePosition(5, 3));
        json.Issues.Should().ContainSingle().Which.Position.Should().Be(new SourcePosition(3, 14));
    }

    [Fact]
    public void Text_that_looks_like_something_else_stays_text_in_YAML()
    {
        var document = Example.Document(Head + "requirements: [ { key: a, kind: field, path: business.type, allowed: [NO, 01234567, +442079460000, 2026-11-20, 1.0.0, yes] } ] }");

        ((FieldRequirement)document.Requirements[0]).Allowed.Should().Equal("NO", "01234567", "+442079460000", "2026-11-20", "1.0.0", "yes");
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x")]
    [InlineData("a: !!binary aGk=")]
    [InlineData("{ key: a, key: b")]
    [InlineData("- 1")]
    [InlineData("")]
    [InlineData("---\na: 1\n---\nb: 2")]
    public void Text_that_is_no_plain_document_is_refused(string yaml)
    {
        var load = PolicyLoader.FromYaml(yaml);

        load.Document.Should().BeNull();
        load.Issues.Should().NotBeEmpty();
    }

    [Fact]
    public void Deep_nesting_and_great_size_are_refused()
    {
        PolicyLoader.FromJson(Encoding.UTF8.GetBytes(new string('[', 100_000))).Issues.Should().ContainSingle(i => i.Code == "malformed_json");
        PolicyLoader.FromYaml(new string('[', 5_000)).Issues.Should().ContainSingle(i => i.Code == "malformed_yaml");
        PolicyLoader.FromYaml(new string('#', 1_100_000)).Issues.Should().ContainSingle(i => i.Code == "too_large");
    }

    [Fact]
    public void No_text_makes_the_loader_throw() => Gen.Select(Gen.Int[0, Example.Policy.Length - 1], Gen.String, Gen.Int[0, 40]).Sample((at, text, length) =>
    {
        var broken = string.Concat(Example.Policy.AsSpan(0, at), text, Example.Policy.AsSpan(Math.Min(Example.Policy.Length, at + length)));
        var load = PolicyLoader.FromYaml(broken);
        var json = PolicyLoader.FromJson(Encoding.UTF8.GetBytes(broken));
        return (load.Document is null) == load.Issues.Any(i => !i.IsWarning) && json.Document is null;
    }, iter: 500);

    [Fact]
    public void The_published_schema_names_the_members_that_are_read()
    {
        var schema = Schema();
        foreach (var (kind, members) in KnownMembers())
        {
            var definition = schema["$defs"]![kind]!;
            var named = definition["properties"]!.AsObject().Select(p => p.Key);
            if (definition["allOf"] is not null) named = named.Concat(schema["$defs"]!["requirement_common"]!["properties"]!.AsObject().Select(p => p.Key)).Distinct();
            named.Should().BeEquivalentTo(members, because: kind);
        }
    }

    private static JsonNode Schema()
    {
        using var stream = typeof(PolicyLoader).Assembly.GetManifestResourceStream("schemas/policy.schema.json")!;
        return JsonNode.Parse(stream)!;
    }

    /// <summary>The reader says what it knows by refusing everything else.</summary>
    private static IEnumerable<(string Kind, IEnumerable<string> Members)> KnownMembers()
    {
        foreach (var kind in Enum.GetValues<RequirementKind>())
        {
            var tree = new DocumentTree();
            var reader = new ObjectReader(new JsonObject { ["kind"] = SnakeCase.Write(kind) }, "", tree);
            RequirementReader.Read(reader, "a");
            yield return (SnakeCase.Write(kind), reader.Known.Append("key").Distinct());
        }
    }
}
