using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Registrations.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Inquiries;

/// <summary>
/// Does what a change of policy leaves behind, row by row, each in its own commit: permissions that were vetted by something else than
/// is in force are looked at again, and open inquiries move where their policy's publication says so. What is left to do is asked of the rows
/// themselves, so whoever dies midway loses nothing, and an approval by an older version is found whenever it comes.
/// </summary>
internal sealed partial class FollowPolicies(IPolicyBook policies, IRegistrationDesk registrations, Reassessor reassessor, TimeProvider clock, ILogger<FollowPolicies> log)
{
    private const int AtOnce = 20;

    // Well within the lease of the job: slow providers must not have it taken over.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    /// <returns>False where nothing is left.</returns>
    public async Task<bool> StepAsync(TenantWork work, CancellationToken ct)
    {
        var inForce = await policies.InForceAsync(work.Tenant, work.Now, ct);
        return await RevetAsync(work, inForce, ct) | await MigrateAsync(work, inForce, ct);
    }

    private async Task<bool> RevetAsync(TenantWork work, PoliciesInForce inForce, CancellationToken ct)
    {
        var due = (await registrations.CellsAsync(work.Db, ct)).Select(c => c.Vetted).Where(v => v.Cell is null || Revetting.VettedBy(inForce.Catalog, v.Cell) != v.VettedBy).ToList();
        var (batch, begun) = (await registrations.OfCellsAsync(work.Db, due, null, AtOnce, ct), clock.GetTimestamp());
        foreach (var standing in batch)
        {
            if (clock.GetElapsedTime(begun) > Longest) return true;
            await registrations.WatchAsync(work.Db, standing.Id, ct);
            var inquiry = await work.Db.Set<Inquiry>().AsNoTracking().SingleAsync(i => i.Id == new InquiryId(standing.Inquiry), ct);
            var (verdict, unevaluable) = await AssessAsync(work, standing, inquiry, ct);
            if (verdict is not null)
                await registrations.ReassessAsync(work.Db, standing.Id, verdict, work.Now, ct);
            else
            {
                // A provider is silent, or nothing can be made of the evidence: a job of the profile's own goes on, and the others are not held up by it.
                await registrations.PromisedAsync(work.Db, standing.Id, inquiry.Query(), Revetting.VettedBy(inForce.Catalog, inquiry.Query()), unevaluable, work.Now, ct);
                work.Db.Enqueue(RevetRegistrations.ByPolicy, standing.Profile, work.Now, priority: JobPriority.Bulk);
            }
            await work.Db.CommitAsync(ct);
            work.Db.ChangeTracker.Clear();
        }
        return batch.Count == AtOnce;
    }

    /// <summary>No verdict where there is none yet. What cannot be evaluated fails in its own job again, which is told when it dies and waits for a person.</summary>
    private async Task<(Reassessment? Verdict, bool Unevaluable)> AssessAsync(TenantWork work, StandingRegistration standing, Inquiry inquiry, CancellationToken ct)
    {
        try
        {
            return (await reassessor.AssessAsync(work, inquiry, mayRetry: true, becauseOfPolicy: true, ct), false);
        }
        catch (Exception fault) when (JobFaults.Of(fault) == "unexpected")
        {
            Unevaluable(log, fault, standing.Id);
            // Nothing of the half-made conclusion is kept.
            work.Db.Forget();
            return (null, true);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Registration} cannot be evaluated: it is set aside with a job of its own")]
    private static partial void Unevaluable(ILogger log, Exception fault, SenderRegistrationId registration);

    private async Task<bool> MigrateAsync(TenantWork work, PoliciesInForce inForce, CancellationToken ct)
    {
        if (!inForce.MovesAnyInquiry) return false;
        bool Moves(KybPlatform.Policies.ResolvedPolicy? to, string? from) => to is not null && to.Hash != from && inForce.MovesInquiriesTo(to);
        var hashes = (await WaitingInquiries.CellsAsync(work.Db, ct)).Where(c => Moves(inForce.Resolve(c.Cell), c.Hash)).Select(c => c.Hash).Distinct().ToList();
        if (hashes.Count == 0) return false;
        var moved = 0;
        await foreach (var inquiry in WaitingAsync(work.Db, hashes, ct))
        {
            if (inForce.Resolve(inquiry.Query()) is not { } policy || !Moves(policy, inquiry.PolicyHash)) continue;
            // What a pack brings is kept by whoever first rests on it.
            policies.Keep(work.Db, policy, work.Now);
            if (inquiry.Follow(policy.Key, policy.Version, policy.Hash, work.Now)) work.Db.Enqueue(DecideInquiry.Kind, inquiry.Id.Value, work.Now, priority: JobPriority.Bulk);
            work.Db.Record(Actor.Automation, work.Now, "inquiry.policy_changed", inquiry.Id.ToString(), details: new { policy = policy.Hash, status = inquiry.Status });
            await work.Db.CommitAsync(ct);
            if (++moved == AtOnce) return true;
        }
        return false;
    }

    private static async IAsyncEnumerable<Inquiry> WaitingAsync(PlatformDb db, List<string?> hashes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var (unpinned, after) = (hashes.Contains(null), Guid.Empty);
        while (true)
        {
            var page = await db.Set<Inquiry>().Where(i => (i.Status == InquiryStatus.Open || i.Status == InquiryStatus.NeedsInformation || i.Status == InquiryStatus.InReview)
                && ((i.PolicyHash == null && unpinned) || hashes.Contains(i.PolicyHash))).OldestFirst(i => i.Id, after).Take(200).ToListAsync(ct);
            foreach (var inquiry in page) yield return inquiry;
            if (page.Count < 200) yield break;
            after = page[^1].Id.Value;
            db.ChangeTracker.Clear();
        }
    }
}

/// <summary>A change took effect: goes on until nothing is left to do.</summary>
internal sealed class FollowPoliciesJob(FollowPolicies follow, IPolicyBook policies, Signals signals) : IJobHandler
{
    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        // The job may be here before the notice of what it was promised for.
        await policies.RenewAsync(work.Tenant, ct);
        var more = await follow.StepAsync(work, ct);
        work.Db.Finish(job);
        if (more) work.Db.Enqueue(job.Kind, job.Subject, work.Now);
        await work.Db.CommitAsync(ct);
        signals.Events.Set();
        if (more) signals.Jobs.Set();
    }
}

/// <summary>Finds within a minute what no job was promised for: an instant that came, a new pack, an approval that raced a publication.</summary>
internal sealed class FollowPoliciesSweep(FollowPolicies follow, FollowedPolicies followed, IPolicyBook policies) : ITenantSweep
{
    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        var inForce = await policies.InForceAsync(work.Tenant, work.Now, ct);
        if (followed.IsDone(work.Tenant, inForce, work.Now)) return;
        if (await follow.StepAsync(work, ct)) work.Db.Enqueue(PolicyFollowUps.Job, work.Tenant.Value, work.Now);
        else followed.Done(work.Tenant, inForce, work.Now);
        await work.Db.CommitAsync(ct);
    }
}

/// <summary>What this process found nothing left to do for; forgetting it costs one look.</summary>
internal sealed class FollowedPolicies
{
    // So long an approval may be on its way that began before the change.
    private static readonly TimeSpan Racing = TimeSpan.FromMinutes(2);

    // So long a build with the former pack may run beside this one, approving by it.
    private static readonly TimeSpan Beside = TimeSpan.FromDays(1);

    // So often it is looked what such a build approved.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<TenantId, (string Fingerprint, int Generation, DateTimeOffset At)> _done = new();

    public bool IsDone(TenantId tenant, PoliciesInForce inForce, DateTimeOffset now) =>
        _done.TryGetValue(tenant, out var done) && (done.Fingerprint, done.Generation) == (inForce.Catalog.Fingerprint, inForce.Generation)
        && (done.At > inForce.ShippedSince + Beside || now < done.At + Again);

    public void Done(TenantId tenant, PoliciesInForce inForce, DateTimeOffset now)
    {
        if (now - Racing > inForce.Since) _done[tenant] = (inForce.Catalog.Fingerprint, inForce.Generation, now);
    }
}
