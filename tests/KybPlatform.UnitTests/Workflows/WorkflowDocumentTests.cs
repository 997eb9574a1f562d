using System.Text;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Workflows;
using Xunit;

namespace KybPlatform.UnitTests.Workflows;

/// <summary>What a workflow may say, and what an author is told who says something else.</summary>
public sealed class WorkflowDocumentTests
{
    [Fact]
    public void Every_shipped_workflow_is_sound_and_its_examples_hold()
    {
        DefaultWorkflows.All.Should().NotBeEmpty();
        foreach (var shipped in DefaultWorkflows.All)
        {
            var compiled = WorkflowCompiler.Compile(shipped.Document);
            compiled.Issues.Should().BeEmpty(shipped.Document.Key);
            shipped.Document.Tests.Should().NotBeEmpty(shipped.Document.Key);
            Simulation.Run(compiled.Program!).Where(r => !r.Passed).Select(r => $"{r.Name}: {string.Join(" ", r.Failures)}").Should().BeEmpty(shipped.Document.Key);
        }
    }

    [Theory]
    [InlineData("""{ "key": "a", "kind": "wait", "for": "1h" }, { "key": "a", "kind": "end" }""", "/steps/1/key", "duplicate_entry")]
    [InlineData("""{ "key": "a", "kind": "wait" }""", "/steps/0", "one_deadline")]
    [InlineData("""{ "key": "a", "kind": "wait", "for": "soon" }""", "/steps/0/for", "malformed_duration")]
    [InlineData("""{ "key": "a", "kind": "wait", "for": "1h", "until": "now" }""", "/steps/0", "one_deadline")]
    [InlineData("""{ "key": "a", "kind": "wait", "for": "1h", "event": "inquiry.aproved" }""", "/steps/0/event", "unknown_event")]
    [InlineData("""{ "key": "a", "kind": "create_cse", "title": "x" }""", "/steps/0/kind", "unknown_step_kind")]
    [InlineData("""{ "key": "a", "kind": "create_case", "titel": "x", "title": "x" }""", "/steps/0/titel", "unknown_key")]
    [InlineData("""{ "key": "a", "kind": "create_case" }""", "/steps/0", "missing_key")]
    [InlineData("""{ "key": "a", "kind": "end" }, { "key": "b", "kind": "tag", "add": ["x"] }""", "/steps/1", "unreachable_step")]
    [InlineData("""{ "key": "a", "kind": "decide", "outcome": "maybe" }""", "/steps/0/outcome", "unknown_value")]
    [InlineData("""{ "key": "a", "kind": "parallel", "branches": [{ "steps": [] }] }""", "/steps/0/branches/0/steps", "no_steps")]
    public void What_cannot_be_read_is_refused_at_its_place(string steps, string pointer, string code) =>
        Load(steps).Issues.Should().Contain(i => i.Pointer == pointer && i.Code == code);

    [Theory]
    [InlineData("""{ "key": "a", "kind": "condition", "branches": [{ "when": "inquiry.countri == 'GB'", "steps": [{ "key": "b", "kind": "end" }] }] }""", "/steps/0/branches/0/when", "undefined_field", "country")]
    [InlineData("""{ "key": "a", "kind": "condition", "branches": [{ "when": "inquiry.country", "steps": [{ "key": "b", "kind": "end" }] }] }""", "/steps/0/branches/0/when", "not_a_condition", null)]
    [InlineData("""{ "key": "a", "kind": "condition", "branches": [{ "when": "steps.later.passed == true", "steps": [{ "key": "b", "kind": "end" }] }] }, { "key": "later", "kind": "run_verification", "type": "phone" }""", "/steps/0/branches/0/when", "undeclared_reference", null)]
    [InlineData("""{ "key": "first", "kind": "run_verification", "type": "phone" }, { "key": "a", "kind": "create_case", "title": "{{steps.frist.status}}" }""", "/steps/1/title", "undefined_field", "first")]
    [InlineData("""{ "key": "a", "kind": "create_case", "title": "{{inquiry.id" }""", "/steps/0/title", "template_not_closed", null)]
    [InlineData("""{ "key": "a", "kind": "wait", "until": "inquiry.country" }""", "/steps/0/until", "not_an_instant", null)]
    [InlineData("""{ "key": "a", "kind": "for_each", "in": "inquiry.country", "as": "x", "steps": [{ "key": "b", "kind": "end" }] }""", "/steps/0/in", "not_a_list", null)]
    [InlineData("""{ "key": "a", "kind": "start_workflow", "workflow": "test.flow" }""", "/steps/0/workflow", "recursive_workflow", null)]
    [InlineData("""{ "key": "a", "kind": "decide", "outcome": "decline", "reasons": ["no_such_reason"] }""", "/steps/0/reasons/0", "unknown_reason", null)]
    [InlineData("""{ "key": "a", "kind": "condition", "branches": [{ "when": "list_contains('x', 'y')", "steps": [{ "key": "b", "kind": "end" }] }] }""", "/steps/0/branches/0/when", "lists_not_read", null)]
    public void What_cannot_be_meant_is_refused_at_its_place(string steps, string pointer, string code, string? suggestion)
    {
        var load = Load(steps);
        load.Issues.Should().BeEmpty();
        var compiled = WorkflowCompiler.Compile(load.Document!);
        compiled.Program.Should().BeNull();
        compiled.Issues.Should().Contain(i => i.Pointer == pointer && i.Code == code && (suggestion == null || i.Suggestion == suggestion));
    }

    [Fact]
    public void A_workflow_does_not_begin_with_what_workflows_tell_and_not_with_an_event_about_something_else()
    {
        Load("""{ "key": "a", "kind": "end" }""", """{ "event": "workflow_run.failed" }""").Issues.Should().Contain(i => i.Pointer == "/triggers/0/event" && i.Code == "own_event");
        WorkflowCompiler.Compile(Load("""{ "key": "a", "kind": "end" }""", """{ "event": "sender_registration.expired" }""").Document!).Issues
            .Should().Contain(i => i.Pointer == "/triggers/0/event" && i.Code == "event_of_another_kind");
        WorkflowCompiler.Compile(Load("""{ "key": "a", "kind": "end" }""", """{ "schedule": { "cron": "0 6 * * *" } }""").Document!).Issues
            .Should().Contain(i => i.Pointer == "/triggers/0/schedule" && i.Code == "schedule_without_subject");
    }

    [Fact]
    public void A_document_is_bounded()
    {
        var many = string.Join(", ", Enumerable.Range(0, WorkflowReader.MostSteps + 1).Select(i => $$"""{ "key": "s{{i}}", "kind": "wait", "for": "1h" }"""));
        Load(many).Issues.Should().Contain(i => i.Code == "too_many_steps");
        WorkflowReader.FromJson(new byte[WorkflowReader.MaxBytes + 1]).Issues.Should().ContainSingle(i => i.Code == "too_large");
        var nested = Enumerable.Range(0, 6).Aggregate("""{ "key": "end_it", "kind": "end" }""", (inner, i) => $$"""{ "key": "p{{i}}", "kind": "parallel", "branches": [{ "steps": [{{inner}}] }] }""");
        Load(nested).Issues.Should().Contain(i => i.Code == "nested_too_deeply");
    }

    [Fact]
    public void Equal_content_has_one_hash_however_it_is_written()
    {
        var one = WorkflowCompiler.Compile(Load("""{ "key": "a", "kind": "end" }""").Document!).Program!;
        var other = WorkflowCompiler.Compile(Load("""{ "kind":   "end", "key": "a" }""").Document!).Program!;
        other.Hash.Should().Be(one.Hash).And.StartWith("sha256:");
    }

    internal static WorkflowLoad Load(string steps, string trigger = """{ "event": "inquiry.in_review" }""", string about = "inquiry") => WorkflowReader.FromJson(Encoding.UTF8.GetBytes($$"""
        { "key": "test.flow", "title": "A flow", "about": "{{about}}", "triggers": [{{trigger}}, { "call": true }], "inputs": { "names": "list(string)", "limit": "int" }, "steps": [{{steps}}] }
        """));

    internal static WorkflowProgram Program(string steps)
    {
        var load = Load(steps);
        load.Issues.Should().BeEmpty();
        var compiled = WorkflowCompiler.Compile(load.Document!);
        compiled.Issues.Should().BeEmpty();
        return compiled.Program!;
    }

    [Fact]
    public void The_vocabulary_of_workflows_is_what_the_resources_answer()
    {
        var shapes = new Dictionary<string, Type>
        {
            ["inquiry"] = typeof(Api.Inquiries.InquiryResource),
            ["registration"] = typeof(Api.Registrations.RegistrationResource),
            ["case"] = typeof(Api.Cases.CaseResource),
            ["verification"] = typeof(Api.Verifications.VerificationResource),
        };
        foreach (var (name, type) in WorkflowTypes.Resources)
        {
            var wire = shapes[name].GetProperties().Select(p => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)).ToList();
            ((global::KybPlatform.Policies.Expressions.CelType.ObjectType)type).Fields.Keys.Except(wire).Should().BeEmpty("{0} is read as its route answers it", name);
        }
    }
}
