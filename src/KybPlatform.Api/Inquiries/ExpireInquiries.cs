using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>What nobody finished in time is over: an event tells, nothing stays open in silence.</summary>
internal sealed class ExpireInquiries(ICaseDesk cases) : ITenantSweep
{
    private const int AtOnce = 200;

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        var due = await work.Db.Set<Inquiry>()
            .Where(i => (i.Status == InquiryStatus.Open || i.Status == InquiryStatus.NeedsInformation) && i.ExpiresAt <= work.Now
                // What a reviewer asked about goes back to the reviewer.
                && (i.AskedUntil == null || i.CaseId == null))
            .OrderBy(i => i.ExpiresAt).Take(AtOnce).ToListAsync(ct);
        foreach (var inquiry in due)
        {
            if (inquiry.Expire(work.Now) is not null) continue;
            if (inquiry.CaseId is { } held) await cases.EndAsync(work.Db, held, "expired", work.Now, ct);
            work.Db.Record(Actor.Automation, work.Now, "inquiry.expired", inquiry.Id.ToString());
        }
        await work.Db.CommitAsync(ct);
    }
}
