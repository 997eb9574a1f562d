using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Frees the cases of somebody who works on cases no more, so that none of them waits for a person who does not come.</summary>
internal sealed class ReleaseCases(ITenantUsers users) : IJobHandler, IFollowsUsers
{
    public const string Kind = "cases.release";
    private const int AtOnce = 200;

    public void Changed(Work work, Guid user) => work.Db.Enqueue(Kind, user, work.Now);

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        var user = new Actor(ActorKind.User, job.Subject).ToString();
        List<Case> held = await users.MayAsync(work.Db, user, Scopes.CasesWork, ct) ? [] : await work.Db.Set<Case>()
            .Where(c => c.Assignee == user && (c.Status == CaseStatus.Open || c.Status == CaseStatus.InProgress || c.Status == CaseStatus.Waiting)).OrderBy(c => c.Id).Take(AtOnce).ToListAsync(ct);
        var setup = held.Count == 0 ? null : await CaseSetup.ReadAsync(work.Db, ct);
        foreach (var row in held)
        {
            if (row.Assign(null, work.Now) is { } illegal) throw new InvalidOperationException(illegal.Detail);
            CaseLog.Write(work.Db, Actor.Automation, work.Now, "case.released", row, new { before = user, after = (string?)null });
            CaseTurns.Offer(work.Db, setup!, row, work.Now);
        }
        work.Db.Finish(job);
        // In bites, so that nobody who works on one of them waits for all.
        if (held.Count == AtOnce) work.Db.Enqueue(Kind, job.Subject, work.Now);
        await work.Db.CommitAsync(ct);
    }
}
