using System.Text.Json.Nodes;
using System.Xml.Linq;
using KybPlatform.IntegrationTests.Policies;
using KybPlatform.Server.Commands;

namespace KybPlatform.IntegrationTests.Commands;

/// <summary>The command over folders of files; none of these needs a platform.</summary>
public sealed class KybCommandTests : IDisposable
{
    private const string Sound = """
        key: de.local
        version: 2
        overlays: de.local
        requirements:
          - key: house_rules
            kind: attestation
            text: The number is used as described.
        tests:
          - name: nothing but a name
            facts: { business: { legal_name: Beispiel GmbH } }
            verifications: none
            expect: { outcome: request_information, requirements: { house_rules: missing } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kyb-command-").FullName;

    [Fact]
    public async Task A_sound_folder_gives_zero_and_its_examples_hold()
    {
        Write("de/local.yaml", Sound);

        (await RunAsync("lint", _folder)).Should().Be((0, "1 files, 0 errors, 0 warnings\n", ""));
        (await RunAsync("test", _folder)).Should().Be((0, "1 files, 0 errors, 0 warnings, 1 of 1 examples hold\n", ""));
    }

    [Fact]
    public async Task A_finding_names_file_line_and_column_and_gives_one()
    {
        Write("bad.yaml", Sound.Replace("kind: attestation", "kind: atestation", StringComparison.Ordinal));

        var (code, said, _) = await RunAsync("lint", _folder);

        code.Should().Be(1);
        said.Should().Contain("bad.yaml:6:5: error unknown_value: 'atestation' is none of").And.Contain("Did you mean 'attestation'?");
    }

    [Fact]
    public async Task What_shows_only_after_merging_is_found_at_the_line_that_says_it()
    {
        Write("base.yaml", """
            key: base.mine
            version: 1
            title: Mine
            base: true
            rules:
              - { key: large, when: 'business.employes > 5', outcome: review, reason: prohibited_industry }
            """);
        Write("top.yaml", """
            key: at.local
            version: 1
            title: Local number, Austria
            scope: { country: AT, sender_type: local, applicant: business }
            extends: [base.business, base.mine]
            """);

        var (code, said, _) = await RunAsync("lint", _folder, "--format", "json");

        code.Should().Be(1);
        var finding = JsonNode.Parse(said)!["findings"]!.AsArray().First(f => f!["pointer"]!.GetValue<string>().StartsWith("/rules", StringComparison.Ordinal))!;
        finding["file"]!.GetValue<string>().Should().EndWith("base.yaml");
        (finding["line"]!.GetValue<int>(), finding["policy"]!.GetValue<string>(), finding["severity"]!.GetValue<string>()).Should().Be((6, "at.local", "error"));
    }

    [Fact]
    public async Task Two_files_with_one_key_are_found()
    {
        Write("a.yaml", Sound);
        Write("b.yaml", Sound);

        var (code, said, _) = await RunAsync("lint", _folder);

        (code, said.Contains("b.yaml:1:1: error duplicate_policy", StringComparison.Ordinal)).Should().Be((1, true), said);
    }

    [Fact]
    public async Task Two_policies_for_one_scope_are_found_here_and_beside_the_pack()
    {
        const string Mine = "key: acme.one\nversion: 1\ntitle: One\nscope: { country: DE, sender_type: local, applicant: business, purpose: promotional }\nnot_offered: true\n";
        Write("one.yaml", Mine);
        (await RunAsync("lint", _folder)).Code.Should().Be(0);
        Write("two.yaml", Mine.Replace("acme.one", "acme.two", StringComparison.Ordinal));
        var (code, said, _) = await RunAsync("lint", _folder);
        (code, said.Contains("two.yaml:4:1: error ambiguous_scope", StringComparison.Ordinal)).Should().Be((1, true), said);

        Write("two.yaml", Mine.Replace("acme.one", "acme.two", StringComparison.Ordinal).Replace(", purpose: promotional", "", StringComparison.Ordinal));
        (code, said, _) = await RunAsync("lint", _folder);
        (code, said.Contains("'acme.two' and 'de.local' would answer for the same scope", StringComparison.Ordinal)).Should().Be((1, true), said);
    }

    [Fact]
    public async Task An_example_that_does_not_hold_is_a_failure_in_every_form()
    {
        Write("de.yaml", Sound.Replace("house_rules: missing", "house_rules: passed", StringComparison.Ordinal));

        var (code, said, _) = await RunAsync("test", _folder);
        (code, said).Should().Be((1, said));
        said.Should().Contain("de.yaml:9:5: failed de.local: nothing but a name").And.Contain("house_rules: expected passed, got missing");

        var junit = XDocument.Parse((await RunAsync("test", _folder, "--format", "junit")).Said).Root!;
        junit.Attribute("failures")!.Value.Should().Be("1");
        var tried = junit.Element("testsuite")!.Element("testcase")!;
        (tried.Attribute("classname")!.Value, tried.Attribute("line")!.Value, tried.Element("failure")!.Attribute("message")!.Value.Contains("expected passed", StringComparison.Ordinal)).Should().Be(("de.local", "9", true));

        var sarif = JsonNode.Parse((await RunAsync("test", _folder, "--format", "sarif")).Said)!;
        ShouldBeSarif(sarif);
        sarif["runs"]![0]!["results"]!.AsArray().Select(r => r!["ruleId"]!.GetValue<string>()).Should().Equal("example_failed");
    }

    [Fact]
    public async Task The_report_of_findings_is_sarif_and_the_same_each_time()
    {
        Write("strange name #1.yaml", Sound.Replace("text: The number", "txt: The number", StringComparison.Ordinal));

        var first = await RunAsync("lint", _folder, "--format", "sarif");
        var second = await RunAsync("lint", _folder, "--format", "sarif");

        second.Should().Be(first);
        var sarif = JsonNode.Parse(first.Said)!;
        ShouldBeSarif(sarif);
        var results = sarif["runs"]![0]!["results"]!.AsArray();
        results.Select(r => r!["ruleId"]!.GetValue<string>()).Should().Contain("unknown_key");
        results[0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!.GetValue<string>().Should().EndWith("strange%20name%20%231.yaml");
    }

    [Fact]
    public async Task A_report_without_findings_is_one_of_a_run_that_found_nothing()
    {
        Write("de.yaml", Sound);

        var (code, said, _) = await RunAsync("lint", _folder, "--format", "sarif");

        code.Should().Be(0);
        var sarif = JsonNode.Parse(said)!;
        ShouldBeSarif(sarif);
        var run = sarif["runs"]![0]!;
        (run["results"]!.AsArray().Count, run["tool"]!["driver"]!["rules"]!.AsArray().Count).Should().Be((0, 0), said);
    }

    [Fact]
    public async Task Against_the_packs_only_what_was_changed_differs()
    {
        var shipped = ShippedVersion.Of("de.local");
        Write("de.yaml", Sound.Replace("version: 2", $"version: {shipped + 1}", StringComparison.Ordinal));

        var (code, said, _) = await RunAsync("diff", _folder);
        code.Should().Be(0);
        said.Should().Be($"""
            de.local (stricter)
              house_rules: new declaration: The number is used as described.
              version: version {shipped} → {shipped + 1}

            """.ReplaceLineEndings("\n"));
        (await RunAsync("diff", _folder, "--exit-code")).Code.Should().Be(1);
        (await RunAsync("diff", _folder, _folder, "--exit-code")).Should().Be((0, "Nothing differs.\n", ""));
    }

    [Theory]
    [InlineData("'lnt' is not a command", "lnt")]
    [InlineData("--fromat is not an option of 'kyb policies lint'. Did you mean --format?", "lint", "--fromat", "json")]
    [InlineData("--format xml is none of text, json, junit, sarif.", "lint", "--format", "xml")]
    [InlineData("does not exist", "lint", "/nowhere/at/all")]
    [InlineData("one or two paths", "diff")]
    [InlineData("--format junit is none of text, json.", "diff", ".", "--format", "junit")]
    [InlineData("Where is the platform?", "backtest", "gb.alphanumeric@1")]
    [InlineData("is not of the form KEY@VERSION", "backtest", "gb.alphanumeric")]
    public async Task Wrong_use_is_told_in_one_sentence_and_gives_two(string sentence, params string[] arguments)
    {
        var (code, said, complained) = await RunAsync(arguments);

        (code, said).Should().Be((2, ""));
        complained.Should().Contain(sentence);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What SARIF 2.1.0 requires of the objects used here, and what code hosts require of them besides.</summary>
    private static void ShouldBeSarif(JsonNode sarif)
    {
        sarif["version"]!.GetValue<string>().Should().Be("2.1.0");
        sarif["$schema"]!.GetValue<string>().Should().Be("https://json.schemastore.org/sarif-2.1.0.json");
        sarif.AsObject().Select(p => p.Key).Should().BeSubsetOf(["$schema", "version", "runs"]);
        var run = sarif["runs"]!.AsArray().Single()!;
        run["columnKind"]!.GetValue<string>().Should().BeOneOf("utf16CodeUnits", "unicodeCodePoints");
        run["tool"]!["driver"]!["semanticVersion"]!.GetValue<string>().Should().MatchRegex(@"^\d+\.\d+\.\d+$");
        foreach (var rule in run["tool"]!["driver"]!["rules"]!.AsArray()) rule!["shortDescription"]!["text"]!.GetValue<string>().Should().NotBeEmpty();
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray().Select(r => r!["id"]!.GetValue<string>()).ToList();
        rules.Should().OnlyHaveUniqueItems();
        run["tool"]!["driver"]!["name"]!.GetValue<string>().Should().Be("kyb");
        foreach (var result in run["results"]!.AsArray())
        {
            rules[result!["ruleIndex"]!.GetValue<int>()].Should().Be(result["ruleId"]!.GetValue<string>());
            result["level"]!.GetValue<string>().Should().BeOneOf("none", "note", "warning", "error");
            result["message"]!["text"]!.GetValue<string>().Should().NotBeEmpty();
            result["partialFingerprints"]!.AsObject().Should().NotBeEmpty();
            result["partialFingerprints"]!.AsObject().Should().OnlyContain(f => f.Value!.GetValueKind() == System.Text.Json.JsonValueKind.String);
            var location = result["locations"]!.AsArray().Single()!;
            foreach (var logical in location["logicalLocations"]!.AsArray()) logical!["fullyQualifiedName"]!.GetValue<string>().Should().Contain("#");
            var place = location["physicalLocation"]!;
            Uri.IsWellFormedUriString(place["artifactLocation"]!["uri"]!.GetValue<string>(), UriKind.Relative).Should().BeTrue();
            if (place["region"] is not { } region) continue;
            region["startLine"]!.GetValue<int>().Should().BeGreaterThan(0);
            region["startColumn"]!.GetValue<int>().Should().BeGreaterThan(0);
        }
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static async Task<(int Code, string Said, string Complained)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter { NewLine = "\n" };
        using var complained = new StringWriter { NewLine = "\n" };
        var code = await KybCommand.RunAsync(["policies", .. arguments], said, complained, TestContext.Current.CancellationToken);
        return (code, said.ToString(), complained.ToString());
    }
}
