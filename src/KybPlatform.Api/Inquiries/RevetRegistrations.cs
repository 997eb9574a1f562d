using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Registrations.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>A profile's facts changed, or the policy did and a provider was silent then: each permission that rests on them is evaluated again by the policy in force.</summary>
internal sealed class RevetRegistrations(Reassessor reassessor, IRegistrationDesk registrations, Signals signals) : IJobHandler
{
    /// <summary>The job where the policy changed and the facts did not; its subject is the profile.</summary>
    public const string ByPolicy = "registrations.revet_by_policy";

    /// <summary>After so many silent tries of a provider the doubt is told.</summary>
    private const int MostRetries = 6;

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        var retry = false;
        foreach (var standing in await registrations.StandingAsync(work.Db, job.Subject, ct))
        {
            await registrations.WatchAsync(work.Db, standing.Id, ct);
            var inquiry = await work.Db.Set<Inquiry>().AsNoTracking().SingleAsync(i => i.Id == new InquiryId(standing.Inquiry), ct);
            if (await reassessor.AssessAsync(work, inquiry, job.Attempt < MostRetries, becauseOfPolicy: job.Kind == ByPolicy, ct) is { } verdict)
                await registrations.ReassessAsync(work.Db, standing.Id, verdict, work.Now, ct);
            else retry = true;
        }
        work.Db.Finish(job);
        if (retry) work.Db.EnqueueAgain(job, work.Now, TimeSpan.FromSeconds(Math.Pow(4, job.Attempt)));
        await work.Db.CommitAsync(ct);
        signals.Events.Set();
    }
}
