using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class OutcomeTests
{
    [Fact]
    public void Complete_facts_are_approved()
    {
        var evaluation = Example.Evaluate();

        evaluation.Contributions.Should().BeEmpty();
        evaluation.Outcome.Should().Be(Outcome.Approve);
        evaluation.Requirements.Should().HaveCount(20).And.OnlyContain(r => r.Outcome == RequirementOutcome.Passed);
        evaluation.Reasons.Should().BeEmpty();
    }
}
