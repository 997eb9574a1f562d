using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Cases;

/// <summary>Everything that happens to a case is an event and an audit entry; one that belongs to an inquiry is found in its timeline, too.</summary>
internal static class CaseLog
{
    public static void Write(PlatformDb db, Actor by, DateTimeOffset now, string type, Case row, object? details = null, string? requestId = null) =>
        db.Record(by, now, type, row.Id.ToString(), row.InquiryId?.ToString(), details, requestId);

    /// <summary>To be asked before its clock is stopped: a target missed since the last look is told all the same.</summary>
    public static void TellIfLate(PlatformDb db, DateTimeOffset now, Case row)
    {
        if (row.BreachedAt is not null || row.DueAt is null || row.DueAt > now) return;
        row.BreachedAt = now;
        Write(db, Actor.Automation, now, "case.sla_breached", row, new { due_at = row.DueAt, row.Assignee, queue = row.QueueId });
    }

    /// <summary>What the first of two persons said holds no more, and that is told.</summary>
    /// <param name="why">Such as <c>reviewed_again</c>.</param>
    public static void DropProposal(PlatformDb db, Actor by, DateTimeOffset now, Case row, string why)
    {
        if (row.DropProposal() is { } dropped) Write(db, by, now, "case.proposal_dropped", row, new { proposed_by = dropped.By, dropped.Outcome, why });
    }

    public static void Write(Work work, string type, Case row, object? details = null) =>
        Write(work.Db, work.Caller.Actor, work.Now, type, row, details, work.RequestId);
}
