using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>
/// Gives a case of a queue that assigns by itself to whose turn it is, or to who has least to do. One at a time per queue: the queue's row is
/// held meanwhile, so that turns are exact whatever comes in at once. Where nobody is there the case stays open, and is claimed or given later.
/// </summary>
internal sealed class AssignCases(ITenantUsers users) : IJobHandler
{
    public const string Kind = "cases.assign";

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        await using var transaction = await work.Db.Database.BeginTransactionAsync(ct);
        var row = (await Case.ById.ReadAsync(work.Db, job.Subject, ct)).SingleOrDefault();
        var tenant = work.Tenant.Value;
        if (row?.QueueId is { } id && (await work.Db.Set<CaseQueue>().FromSql($"SELECT * FROM case_queues WHERE tenant_id = {tenant} AND id = {id.Value} FOR NO KEY UPDATE").AsNoTracking().ToListAsync(ct)).SingleOrDefault() is { } queue)
        {
            // Read again now that nobody else assigns of this queue.
            row = await work.Db.Set<Case>().SingleAsync(c => c.Id == row.Id, ct);
            if (row is { Status: CaseStatus.Open, Assignee: null }) await GiveAsync(work, row, queue, ct);
        }
        work.Db.Finish(job);
        await work.Db.CommitAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task GiveAsync(TenantWork work, Case row, CaseQueue queue, CancellationToken ct)
    {
        var there = (await ThereAsync(work, users, ct)).Where(r => !queue.BySkills || Knows(r.Row, row)).ToList();
        var able = there.Where(r => r.HasRoom && r.Name != row.ProposedBy);
        var chosen = queue.Assignment switch
        {
            Assignment.RoundRobin => able.OrderBy(r => r.Name == row.GivenBackBy).ThenBy(r => r.Row.LastAssignedAt ?? DateTimeOffset.MinValue).ThenBy(r => r.Name, StringComparer.Ordinal),
            Assignment.LeastLoaded => able.OrderBy(r => r.Name == row.GivenBackBy).ThenBy(r => r.Load).ThenBy(r => r.Row.LastAssignedAt ?? DateTimeOffset.MinValue).ThenBy(r => r.Name, StringComparer.Ordinal),
            Assignment.Claim => able.Take(0).OrderBy(r => r.Name, StringComparer.Ordinal),
            _ => throw new InvalidOperationException(),
        };
        if (chosen.FirstOrDefault() is not { Row: var next } chose || row.Assign(chose.Name, work.Now) is not null) return;
        // Later than everybody's last turn, also where this job began before the one that gave it.
        var last = there.Max(r => r.Row.LastAssignedAt);
        next.LastAssignedAt = last >= work.Now ? last.Value.AddMicroseconds(1) : work.Now;
        CaseLog.Write(work.Db, Actor.Automation, work.Now, "case.assigned", row, new { before = (string?)null, after = row.Assignee, by = queue.Assignment });
    }

    /// <summary>Reviewers who are there and may work on cases, and how much each has.</summary>
    internal static async Task<IReadOnlyList<ReviewerThere>> ThereAsync(TenantWork work, ITenantUsers users, CancellationToken ct)
    {
        var names = (await work.Db.Set<ReviewerRow>().Where(r => r.Available && (r.AwayUntil == null || r.AwayUntil <= work.Now)).ToListAsync(ct)).ToDictionary(Name, StringComparer.Ordinal);
        var may = await users.WhoMayAsync(work.Db, names.Keys, Scopes.CasesWork, ct);
        var load = await work.Db.Set<Case>().Where(c => c.Assignee != null && names.Keys.Contains(c.Assignee) && (c.Status == CaseStatus.InProgress || c.Status == CaseStatus.Waiting))
            .GroupBy(c => c.Assignee!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return [.. names.Where(n => may.Contains(n.Key)).Select(n => new ReviewerThere(n.Value, n.Key, load.GetValueOrDefault(n.Key)))];
    }

    private static string Name(ReviewerRow row) => new Actor(ActorKind.User, row.UserId).ToString();

    private static bool Knows(ReviewerRow reviewer, Case row) =>
        (reviewer.Countries.Length == 0 || row.Country is null || reviewer.Countries.Contains(row.Country, StringComparer.Ordinal))
        && (reviewer.SenderTypes.Length == 0 || row.SenderType is null || reviewer.SenderTypes.Contains(row.SenderType, StringComparer.Ordinal));
}

/// <summary>A reviewer who is there, and how many cases it has.</summary>
internal sealed record ReviewerThere(ReviewerRow Row, string Name, int Load)
{
    public bool HasRoom => Row.MostCases is not { } most || Load < most;
}
