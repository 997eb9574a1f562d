using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Verifications;

/// <summary>
/// Tells ahead of time that an answer will expire, so that it can be asked anew before somebody waits for it. Each once, only where no newer answer has taken its
/// place (one that could not be given takes none), and only answers that were meant to last: what holds for days is asked again in passing.
/// </summary>
internal sealed class TellExpiry : ITenantSweep
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);
    private static readonly TimeSpan Lasting = TimeSpan.FromDays(14);

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        var (soon, verifications) = (work.Now + Ahead, work.Db.Set<Verification>());
        var due = await verifications
            .Where(v => v.ValidUntil > work.Now && v.ValidUntil <= soon && v.ExpiryToldAt == null && v.ValidUntil > v.CreatedAt + Lasting)
            .Where(v => v.Status == VerificationStatus.Passed || v.Status == VerificationStatus.Failed)
            .Where(v => !verifications.Any(n => n.ProfileId == v.ProfileId && n.Type == v.Type && n.Subject == v.Subject && n.CreatedAt > v.CreatedAt && (n.Status == VerificationStatus.Passed || n.Status == VerificationStatus.Failed)))
            .OrderBy(v => v.ValidUntil).Take(AtOnce).ToListAsync(ct);
        foreach (var verification in due)
        {
            verification.ExpiryToldAt = work.Now;
            work.Db.Record(Actor.Automation, work.Now, "verification.expiring", verification.Id.ToString(), RunVerification.ProfileName(verification),
                new { verification.Type, verification.Subject, verification.ValidUntil });
        }
        if (due.Count > 0) await work.Db.CommitAsync(ct);
    }
}
