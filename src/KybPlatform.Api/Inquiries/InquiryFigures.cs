using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Insights.Contracts;

namespace KybPlatform.Api.Inquiries;

/// <summary>What of a decision on an inquiry is counted.</summary>
internal static class InquiryFigures
{
    /// <param name="first">No decision was made on the inquiry before.</param>
    /// <param name="queue">The queue of the case that it was decided in.</param>
    public static DecisionFact Of(Inquiry inquiry, DecisionSummary decision, bool byPerson, bool first, CaseQueueId? queue = null)
    {
        var wall = decision.At - (inquiry.FirstSubmittedAt ?? inquiry.SubmittedAt ?? inquiry.CreatedAt);
        var ends = decision.Outcome is DecisionOutcome.Approve or DecisionOutcome.Decline;
        return new DecisionFact(
            decision.Id, decision.At, inquiry.Country, inquiry.SenderType, decision.Outcome, byPerson, first && ends && !byPerson, wall, wall - TimeSpan.FromMilliseconds(inquiry.ApplicantMs),
            [.. decision.Reasons.Select(r => r.Code).Distinct(StringComparer.Ordinal)])
        {
            Policy = inquiry.PolicyKey,
            PolicyVersion = inquiry.PolicyVersion,
            Reviewer = byPerson ? decision.DecidedBy : null,
            Queue = queue,
        };
    }
}
