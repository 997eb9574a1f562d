using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.UnitTests.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Documentation;

/// <summary>The examples of requirements pass and fail as the pages say, and the checks find what they say they find.</summary>
public sealed class PolicyPagesTests
{
    private const string Requirements = "policies/requirements.md";
    private const string Checks = "policies/checks.md";

    private static readonly string[] Read =
    [
        "business.legal_name", "business.type", "business.employees", "use_case.message_volume",
    ];

    private static ResolvedPolicy Policy(JsonObject content)
    {
        content["key"] = "example";
        content["version"] = 1;
        content["title"] = "Example";
        content["scope"] = new JsonObject { ["country"] = "GB", ["applicant"] = "business" };
        var issues = new List<PolicyIssue>();
        var load = PolicyLoader.FromJson(System.Text.Encoding.UTF8.GetBytes(content.ToJsonString()));
        load.Document.Should().NotBeNull(string.Join('\n', load.Issues));
        var policy = ResolvedPolicy.From(load.Document!, new Dictionary<string, PolicyDocument>(), issues);
        policy.Should().NotBeNull(string.Join('\n', issues));
        return policy!;
    }

    private static IEnumerable<JsonNode> Asking(params IEnumerable<string> paths) =>
        paths.Select(p => (JsonNode)new JsonObject { ["key"] = p.Replace('.', '_'), ["kind"] = "field", ["path"] = p });

    private static JsonObject Patched(JsonObject facts, JsonObject patch)
    {
        var result = facts.DeepClone().AsObject();
        foreach (var (name, value) in patch)
        {
            if (value is null) result.Remove(name);
            else result[name] = value is JsonObject inner && result[name] is JsonObject before ? Patched(before, inner) : value.DeepClone();
        }

        return result;
    }

    private static RequirementResult Judge(JsonObject requirement, JsonObject facts)
    {
        JsonNode[] asked = [requirement.DeepClone(), .. Asking([.. Read, "use_case.sender_ids", "use_case.purpose"])];
        var policy = Policy(new JsonObject { ["requirements"] = new JsonArray(asked) });
        var options = new EvaluationOptions(Live: true, Attested: true, Trace: false, new PlainDomainFunctions(), ProviderSet.All, RetryScheduled: false);
        return policy.Evaluate(Example.Read(facts), options).Result("example");
    }

    [Fact]
    public void Every_requirement_passes_and_fails_as_its_page_says()
    {
        var facts = JsonNode.Parse(PageExamples.Facts(Requirements))!.AsObject();
        var kinds = new HashSet<string>();
        foreach (var block in PageExamples.Of(Requirements).Where(b => b.Word == "example"))
        {
            var example = YamlText.Parse(block.Text).Root!.AsObject();
            var requirement = example["requirement"]!.AsObject();
            kinds.Add(requirement["kind"]!.ToString());
            var met = Judge(requirement, Patched(facts, example["meets"]!.AsObject()));
            met.Outcome.Should().Be(RequirementOutcome.Passed, "line {0} says that it is met: {1}", block.Line, met.Reason?.Key);
            var failed = Judge(requirement, Patched(facts, example["fails"]!.AsObject()));
            failed.Outcome.Should().BeOneOf([RequirementOutcome.Failed, RequirementOutcome.Missing], "line {0} says that it fails", block.Line);
            (failed.Reason?.Key).Should().Be(example["because"]!.ToString(), "line {0} says why", block.Line);
        }

        kinds.Should().BeEquivalentTo(Enum.GetValues<RequirementKind>().Select(SnakeCase.Write));
    }

    [Fact]
    public void Every_check_finds_what_its_page_says_and_nothing_where_it_says_nothing()
    {
        var providers = new ProviderSet("identifier.register_active");
        var found = new HashSet<string>();
        foreach (var block in PageExamples.Of(Checks).Where(b => b.Language == "yaml"))
        {
            var content = YamlText.Parse(block.Text).Root!.AsObject();
            JsonNode[] own = content["requirements"] is JsonArray given ? [.. given.Select(r => r!.DeepClone())] : [];
            content["requirements"] = new JsonArray([.. Asking(Read), new JsonObject { ["key"] = "website", ["kind"] = "field", ["path"] = "business.website", ["allow_none"] = true }, .. own]);
            var codes = PolicyLint.Check(Policy(content), providers, new HashSet<string> { "blocked_domains" }).Select(i => i.Code).ToList();
            if (block.Word == "silent") codes.Should().BeEmpty("line {0} says so", block.Line);
            else codes.Should().Contain(block.Word["finds ".Length..], "line {0} says so", block.Line);
            if (block.Word != "silent") found.Add(block.Word["finds ".Length..]);
        }

        found.Should().HaveCount(15);
    }
}
