using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Jobs;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Cases to which time should have done something a quarter of an hour ago, and did not: told that a target is missed, escalated, or given back because the applicant did not answer.</summary>
internal sealed class CaseWatch : ITenantWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct)
    {
        var (late, cases) = (work.Now - Patience, work.Db.Set<Case>().AsNoTracking());
        // One after the other, each by its own index.
        var (count, since) = (0L, DateTimeOffset.MaxValue);
        foreach (var overdue in (IQueryable<DateTimeOffset?>[])
            [
                cases.Where(c => c.DueAt != null && c.BreachedAt == null && c.DueAt < late).Select(c => c.DueAt),
                cases.Where(c => c.WarnAt != null && c.EscalatedAt == null && c.WarnAt < late).Select(c => c.WarnAt),
                cases.Where(c => c.WaitingUntil != null && c.WaitingUntil < late && c.Status == CaseStatus.Waiting).Select(c => c.WaitingUntil),
            ])
        {
            if (await overdue.GroupBy(_ => 1).Select(g => new { Count = g.LongCount(), Since = g.Min() }).SingleOrDefaultAsync(ct) is not { } found) continue;
            (count, since) = (count + found.Count, found.Since < since ? found.Since!.Value : since);
        }
        return count == 0 ? [] : [new Sighting("cases_overdue", "cases", count, since)];
    }
}
