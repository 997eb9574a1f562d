using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Insights.Contracts;

/// <summary>A decision as figures need it.</summary>
/// <param name="StraightThrough">Automation ended it at its first look.</param>
/// <param name="Wall">From the first submission, by the clock on the wall.</param>
/// <param name="Own">The same without the time in which the applicant had the word.</param>
public sealed record DecisionFact(
    DecisionId Decision, DateTimeOffset At, string Country, string SenderType, DecisionOutcome Outcome, bool ByPerson, bool StraightThrough, TimeSpan Wall, TimeSpan Own,
    IReadOnlyList<string> Reasons)
{
    /// <summary>By which policy; null where none covers the inquiry.</summary>
    public string? Policy { get; init; }

    public int? PolicyVersion { get; init; }

    /// <summary>Whose word it was: <c>usr_…</c>, <c>key_…</c> or <c>wfl_…</c>; null where automation decided.</summary>
    public string? Reviewer { get; init; }

    /// <summary>The queue of the case that it was decided in; null where there was none.</summary>
    public CaseQueueId? Queue { get; init; }
}

/// <summary>Where figures come from; in the commit of what they count.</summary>
public interface IDecisionFeed
{
    /// <summary>Counts a decision.</summary>
    void Add(PlatformDb db, DecisionFact fact);

    /// <summary>The decision was taken back: it counts no more.</summary>
    Task ForgetAsync(PlatformDb db, DecisionId decision, CancellationToken ct);
}
