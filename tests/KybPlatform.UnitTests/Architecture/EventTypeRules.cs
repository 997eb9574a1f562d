using System.Text.RegularExpressions;
using AwesomeAssertions;
using KybPlatform.Api.Recording;
using KybPlatform.Policies.Workflows;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

/// <summary>Workflows and webhooks name what the platform really tells of: a name that nobody tells of would be waited for in vain, and one that is left out could not be asked for.</summary>
public sealed partial class EventTypeRules
{
    private static readonly string[] Of = ["inquiry", "case", "sender_registration", "verification", "screening"];
    private static readonly List<string> Sources = [.. Repository.CSharp("src/KybPlatform.Api").Select(File.ReadAllText)];
    private static readonly List<string> Told = [.. Sources.SelectMany(f => Types().Matches(f).Select(m => m.Groups[1].Value)).Distinct()];

    [Fact]
    public void Every_type_that_a_workflow_or_a_filter_may_name_is_told_by_somebody()
    {
        EventTypes.All.Should().Contain(WorkflowEvents.All);
        EventTypes.All.Where(t => !Told.Contains(t) && !Told.Exists(p => p.EndsWith('{') && t.StartsWith(p[..^1], StringComparison.Ordinal))).ShouldBeNone();
    }

    [Fact]
    public void Every_type_that_tells_of_work_on_applicants_may_be_named_by_a_workflow()
    {
        Told.Should().Contain(["inquiry.submitted", "case.moved", "sender_registration.{"]);
        Told.Where(t => !t.EndsWith('{') && Of.Contains(t.Split('.')[0]) && !WorkflowEvents.IsKnown(t)).ShouldBeNone();
    }

    [Fact]
    public void Every_type_that_is_recorded_may_be_named_by_a_filter()
    {
        List<string> recorded = [.. Sources.SelectMany(f => Recorded().Matches(f).Select(m => m.Groups[1].Value)).Distinct()];
        recorded.Should().Contain(["api_key.created", "workflow_batch.completed", "inquiry.expired"]);
        recorded.Where(t => !EventTypes.IsFilter(t)).ShouldBeNone();
    }

    [Fact]
    public void Every_type_stands_in_the_documents()
    {
        var told = File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"));
        EventTypes.All.Where(t => !told.Contains($"`{t}`", StringComparison.Ordinal)).ShouldBeNone();
    }

    // What is recorded, by itself or as one of several: a name in words, or the beginning of one that ends with a state.
    [GeneratedRegex("""(?:Record|Write|=>|\?|:)\(?[^"\n;]*\$?"([a-z_]+\.(?:[a-z_]+(?=")|[a-z_]*\{))""")]
    private static partial Regex Types();

    [GeneratedRegex("""\bRecord\([^"\n;]*"([a-z_]+\.[a-z_]+)(?=")""")]
    private static partial Regex Recorded();
}
