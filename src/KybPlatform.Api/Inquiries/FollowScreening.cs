using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>A change of a list changed what is found about an applicant: the inquiries that wait for somebody are decided anew, by the same policy.</summary>
internal sealed class FollowScreening(Signals signals) : IJobHandler
{
    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        var waiting = await work.Db.Set<Inquiry>()
            .Where(i => i.ProfileId == job.Subject && (i.Status == InquiryStatus.NeedsInformation || i.Status == InquiryStatus.InReview)).ToListAsync(ct);
        foreach (var inquiry in waiting)
        {
            if (inquiry is not { PolicyKey: { } key, PolicyVersion: { } version, PolicyHash: { } hash } || !inquiry.Follow(key, version, hash, work.Now)) continue;
            work.Db.Enqueue(DecideInquiry.Kind, inquiry.Id.Value, work.Now);
            work.Db.Record(Actor.Automation, work.Now, "inquiry.screening_changed", inquiry.Id.ToString(), details: new { status = inquiry.Status });
        }
        work.Db.Finish(job);
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
        signals.Events.Set();
    }
}
