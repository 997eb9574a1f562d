using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Workflows;
using Xunit;

namespace KybPlatform.UnitTests.Workflows;

/// <summary>The published schema says what is read, and nothing else.</summary>
public sealed class WorkflowSchemaTests
{
    private static readonly JsonNode Schema = Read();

    [Fact]
    public void The_schema_has_a_definition_for_every_kind_of_step_and_names_its_members()
    {
        Schema["$defs"]!["step"]!["oneOf"]!.AsArray().Select(d => ((string)d!["$ref"]!)["#/$defs/".Length..]).Should().BeEquivalentTo(StepKinds.Names);
        foreach (var kind in StepKinds.Names)
            Schema["$defs"]![kind]!["properties"]!.AsObject().Select(p => p.Key).Should().BeEquivalentTo(MembersOf(kind), because: kind);
        foreach (var kind in StepKinds.Doing)
            (Schema["$defs"]![kind.Name]!["required"]?.AsArray().Select(r => (string)r!) ?? []).Should().BeEquivalentTo(kind.Parameters.Where(p => p.Required).Select(p => p.Name), because: kind.Name);
    }

    [Fact]
    public void The_schema_names_the_members_of_documents_triggers_and_examples()
    {
        Schema["properties"]!.AsObject().Select(p => p.Key).Should().BeEquivalentTo("$schema", "key", "title", "description", "about", "triggers", "inputs", "steps", "limits", "tests");
        Schema["properties"]!["about"]!["enum"]!.AsArray().Select(a => (string)a!).Should().BeEquivalentTo(Enum.GetValues<WorkflowAbout>().Select(a => SnakeCase.Write(a)));
        Schema["$defs"]!["declared"]!["additionalProperties"]!["enum"]!.AsArray().Select(a => (string)a!).Should().BeEquivalentTo(StepKinds.ValueTypes);
        Refused(new JsonObject { ["key"] = "a", ["title"] = "A", ["about"] = "inquiry", ["triggers"] = new JsonArray(), ["steps"] = new JsonArray(), ["tests"] = new JsonArray(Filled("test")) })
            .Where(i => i.Code == "unknown_key").Should().BeEmpty();
    }

    /// <summary>The reader says what it knows by refusing everything else.</summary>
    private static IEnumerable<string> MembersOf(string kind)
    {
        var candidates = Schema["$defs"]!.AsObject().Where(d => d.Value!["properties"]?["kind"] is not null).SelectMany(d => d.Value!["properties"]!.AsObject().Select(p => p.Key)).Distinct().ToList();
        var step = new JsonObject(candidates.Where(c => c is not ("key" or "kind")).Select(c => KeyValuePair.Create<string, JsonNode?>(c, 1))) { ["key"] = "a", ["kind"] = kind };
        var unknown = Refused(new JsonObject { ["key"] = "a", ["title"] = "A", ["about"] = "inquiry", ["triggers"] = new JsonArray(), ["steps"] = new JsonArray(step) })
            .Where(i => i.Code == "unknown_key").Select(i => i.Pointer["/steps/0/".Length..]).ToHashSet();
        return candidates.Where(c => !unknown.Contains(c));
    }

    private static JsonObject Filled(string definition) => new(Schema["$defs"]![definition]!["properties"]!.AsObject().Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, 1)));

    private static IReadOnlyList<PolicyIssue> Refused(JsonObject document) => WorkflowReader.FromJson(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString())).Issues;

    private static JsonNode Read()
    {
        using var stream = typeof(WorkflowReader).Assembly.GetManifestResourceStream("schemas/workflow.schema.json")!;
        return JsonNode.Parse(stream)!;
    }
}
