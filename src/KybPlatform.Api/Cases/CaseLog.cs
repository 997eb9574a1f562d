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

    public static void Write(Work work, string type, Case row, object? details = null) =>
        Write(work.Db, work.Caller.Actor, work.Now, type, row, details, work.RequestId);
}
