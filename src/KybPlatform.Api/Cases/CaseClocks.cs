using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>What time alone does to cases: they are escalated, miss their target, or wait for an applicant who does not answer. Each is told once.</summary>
internal sealed class CaseClocks(IInquiryReviews inquiries) : ITenantSweep
{
    private const int AtOnce = 200;

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        await EscalateAsync(work, ct);
        await BreachAsync(work, ct);
        await OverdueAsync(work, ct);
    }

    private static async Task EscalateAsync(TenantWork work, CancellationToken ct)
    {
        var late = await work.Db.Set<Case>().Where(c => c.WarnAt != null && c.EscalatedAt == null && c.WarnAt <= work.Now).OrderBy(c => c.WarnAt).Take(AtOnce).ToListAsync(ct);
        if (late.Count == 0) return;
        var setup = await CaseSetup.ReadAsync(work.Db, ct);
        foreach (var row in late)
        {
            row.EscalatedAt = work.Now;
            var before = row.QueueId;
            if (setup.Queue(row.QueueId)?.EscalateTo is { } to && setup.Queue(to) is { } higher)
            {
                // What it took so far and when it is due stay: it is moved, not given more time.
                (row.QueueId, row.FourEyes, row.Priority, row.UndoMinutes) = (higher.Id, row.FourEyes || higher.FourEyes, Math.Max(row.Priority, higher.Priority), higher.UndoMinutes);
                CaseTurns.Offer(work.Db, setup, row, work.Now);
            }
            CaseLog.Write(work.Db, Actor.Automation, work.Now, "case.escalated", row, new { before, after = row.QueueId, due_at = row.DueAt, row.Assignee });
        }
        await work.Db.CommitAsync(ct);
    }

    private static async Task BreachAsync(TenantWork work, CancellationToken ct)
    {
        var late = await work.Db.Set<Case>().Where(c => c.DueAt != null && c.BreachedAt == null && c.DueAt <= work.Now).OrderBy(c => c.DueAt).Take(AtOnce).ToListAsync(ct);
        foreach (var row in late) CaseLog.TellIfLate(work.Db, work.Now, row);
        await work.Db.CommitAsync(ct);
    }

    private async Task OverdueAsync(TenantWork work, CancellationToken ct)
    {
        var late = await work.Db.Set<Case>().Where(c => c.WaitingUntil != null && c.WaitingUntil <= work.Now).OrderBy(c => c.WaitingUntil).Take(AtOnce).ToListAsync(ct);
        if (late.Count == 0) return;
        var setup = await CaseSetup.ReadAsync(work.Db, ct);
        foreach (var row in late)
        {
            // An inquiry that expired meanwhile ends its case by itself.
            if (row.InquiryId is { } inquiry && !await inquiries.OverdueAsync(work.Db, inquiry, work.Now, ct)) continue;
            var until = row.WaitingUntil;
            row.Answered(setup.Calendar(row.CalendarId), work.Now);
            CaseLog.Write(work.Db, Actor.Automation, work.Now, "case.information_overdue", row, new { until });
        }
        await work.Db.CommitAsync(ct);
    }
}
