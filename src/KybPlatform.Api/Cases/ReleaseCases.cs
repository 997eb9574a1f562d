using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Frees the cases of whoever works on cases no more, a person or a service, so that none of them waits for somebody who does not come.</summary>
internal sealed class ReleaseCases(ITenantUsers users) : IJobHandler, IFollowsUsers
{
    public const string Kind = "cases.release";
    public const string OfKey = "cases.release_of_key";
    private const int AtOnce = 200;

    public void Changed(Work work, Guid user) => work.Db.Enqueue(Kind, user, work.Now);

    // Other processes may know the key for two seconds more, and give it a case: it is looked at once again.
    public void KeyRevoked(Work work, Guid key)
    {
        work.Db.Enqueue(OfKey, key, work.Now);
        work.Db.Enqueue(OfKey, key, work.Now, TimeSpan.FromSeconds(5));
    }

    public void KeyEnds(Work work, Guid key, TimeSpan left) => work.Db.Enqueue(OfKey, key, work.Now, left + TimeSpan.FromSeconds(5));

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        // A user may have got the role back meanwhile; a key that ended stays so.
        var of = new Actor(job.Kind == OfKey ? ActorKind.Service : ActorKind.User, job.Subject).ToString();
        List<Case> held = job.Kind == Kind && await users.MayAsync(work.Db, of, Scopes.CasesWork, ct) ? [] : await work.Db.Set<Case>()
            .Where(c => c.Assignee == of && (c.Status == CaseStatus.Open || c.Status == CaseStatus.InProgress || c.Status == CaseStatus.Waiting)).OrderBy(c => c.Id).Take(AtOnce).ToListAsync(ct);
        var setup = held.Count == 0 ? null : await CaseSetup.ReadAsync(work.Db, ct);
        foreach (var row in held)
        {
            if (row.Assign(null, work.Now) is { } illegal) throw new InvalidOperationException(illegal.Detail);
            CaseLog.Write(work.Db, Actor.Automation, work.Now, "case.released", row, new { before = of, after = (string?)null });
            CaseTurns.Offer(work.Db, setup!, row, work.Now);
        }
        work.Db.Finish(job);
        // In bites, so that nobody who works on one of them waits for all.
        if (held.Count == AtOnce) work.Db.Enqueue(job.Kind, job.Subject, work.Now);
        await work.Db.CommitAsync(ct);
    }
}
