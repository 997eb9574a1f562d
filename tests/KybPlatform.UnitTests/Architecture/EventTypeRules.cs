using System.Text.RegularExpressions;
using AwesomeAssertions;
using KybPlatform.Policies.Workflows;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

/// <summary>Workflows begin with and wait for what the platform really tells of: a name that nobody tells of would be waited for in vain, and one that is left out could not be asked for.</summary>
public sealed partial class EventTypeRules
{
    private static readonly string[] Of = ["inquiry", "case", "sender_registration", "verification", "screening"];
    private static readonly List<string> Told = [.. Repository.CSharp("src/KybPlatform.Api").SelectMany(f => Types().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct()];

    [Fact]
    public void Every_type_that_a_workflow_may_name_is_told_by_somebody() =>
        WorkflowEvents.All.Where(t => !Told.Contains(t) && !Told.Exists(p => p.EndsWith('{') && t.StartsWith(p[..^1], StringComparison.Ordinal))).ShouldBeNone();

    [Fact]
    public void Every_type_that_tells_of_work_on_applicants_may_be_named_by_a_workflow()
    {
        Told.Should().Contain(["inquiry.submitted", "case.moved", "sender_registration.{"]);
        Told.Where(t => !t.EndsWith('{') && Of.Contains(t.Split('.')[0]) && !WorkflowEvents.IsKnown(t)).ShouldBeNone();
    }

    // What is recorded, by itself or as one of several: a name in words, or the beginning of one that ends with a state.
    [GeneratedRegex("""(?:Record|Write|=>|\?|:)\(?[^"\n;]*\$?"([a-z_]+\.(?:[a-z_]+(?=")|[a-z_]*\{))""")]
    private static partial Regex Types();
}
