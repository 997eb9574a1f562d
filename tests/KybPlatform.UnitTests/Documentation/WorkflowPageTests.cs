using System.Text;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using KybPlatform.Policies.Workflows;
using KybPlatform.UnitTests.Architecture;
using Xunit;

namespace KybPlatform.UnitTests.Documentation;

/// <summary>The page of workflows says what is so.</summary>
public sealed partial class WorkflowPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "workflows.md"));

    [Fact]
    public void Every_example_is_sound_and_does_what_it_says()
    {
        var examples = Json().Matches(Page).Select(m => m.Groups[1].Value).ToList();
        examples.Should().NotBeEmpty();
        foreach (var example in examples)
        {
            var load = WorkflowReader.FromJson(Encoding.UTF8.GetBytes(example));
            load.Issues.Should().BeEmpty();
            var compiled = WorkflowCompiler.Compile(load.Document!);
            compiled.Issues.Should().BeEmpty();
            Simulation.Run(compiled.Program!).Select(r => (r.Name, string.Join(" ", r.Failures))).Should().OnlyContain(r => r.Item2 == "");
        }
    }

    [Fact]
    public void Every_kind_of_step_and_every_shipped_workflow_stands_in_a_table()
    {
        var rows = Rows().Matches(Page).Select(m => m.Groups[1].Value).ToList();
        rows.Should().Contain(StepKinds.Names);
        foreach (var shipped in DefaultWorkflows.All)
            Page.Should().MatchRegex($@"\| `{Regex.Escape(shipped.Document.Key)}` \|[^|]*\| {(shipped.SwitchedOn ? "yes" : "no")}");
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex("^\\| `([a-z_.]+)`", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
