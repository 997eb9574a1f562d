using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Insights.Contracts;

/// <summary>A decision as figures need it.</summary>
/// <param name="StraightThrough">Automation ended it at its first look.</param>
/// <param name="Wall">From the first submission, by the clock on the wall.</param>
/// <param name="Own">The same without the time in which the applicant had the word.</param>
public sealed record DecisionFact(
    DecisionId Decision, DateTimeOffset At, string Country, string SenderType, DecisionOutcome Outcome, bool ByPerson, bool StraightThrough, TimeSpan Wall, TimeSpan Own,
    IReadOnlyList<string> Reasons);

/// <summary>Where figures come from; in the commit of what they count.</summary>
public interface IDecisionFeed
{
    /// <summary>Counts a decision.</summary>
    void Add(PlatformDb db, DecisionFact fact);

    /// <summary>The decision was taken back: it counts no more.</summary>
    Task ForgetAsync(PlatformDb db, DecisionId decision, CancellationToken ct);
}
