using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Cases;

/// <summary>
/// What time alone does to cases: they are escalated, miss their target, or wait for an applicant who does not answer. Each is told once. In small bites, each a
/// commit of its own whose rows are held: what somebody works on at this moment is passed over and comes with the next look, and keeps none of the others.
/// </summary>
internal sealed class CaseClocks(IServiceScopeFactory scopes) : ITenantSweep
{
    private const int AtOnce = 50;
    private const string ToEscalate = "SELECT * FROM cases WHERE tenant_id = {0} AND warn_at IS NOT NULL AND escalated_at IS NULL AND warn_at <= {1} ORDER BY warn_at LIMIT {2} FOR NO KEY UPDATE SKIP LOCKED";
    private const string Late = "SELECT * FROM cases WHERE tenant_id = {0} AND due_at IS NOT NULL AND breached_at IS NULL AND due_at <= {1} ORDER BY due_at LIMIT {2} FOR NO KEY UPDATE SKIP LOCKED";
    private const string Overdue = "SELECT * FROM cases WHERE tenant_id = {0} AND waiting_until IS NOT NULL AND waiting_until <= {1} ORDER BY waiting_until LIMIT {2} FOR NO KEY UPDATE SKIP LOCKED";

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        await AllAsync(work, ToEscalate, (unit, rows, _) => EscalateAsync(unit, rows, ct), ct);
        await AllAsync(work, Late, (unit, rows, _) => Breach(unit, rows), ct);
        await AllAsync(work, Overdue, (unit, rows, services) => OverdueAsync(unit, rows, services, ct), ct);
    }

    private async Task AllAsync(TenantWork work, string sql, Func<TenantWork, List<Case>, IServiceProvider, Task> tell, CancellationToken ct)
    {
        for (var more = true; more;)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(work.Tenant);
            var unit = work with { Db = scope.ServiceProvider.GetRequiredService<PlatformDb>() };
            await using var transaction = await unit.Db.Database.BeginTransactionAsync(ct);
            var rows = await unit.Db.Set<Case>().FromSqlRaw(sql, work.Tenant.Value, work.Now, AtOnce).ToListAsync(ct);
            if (rows.Count == 0) return;
            await tell(unit, rows, scope.ServiceProvider);
            await unit.Db.CommitAsync(ct);
            await transaction.CommitAsync(ct);
            more = rows.Count == AtOnce;
        }
    }

    private static async Task EscalateAsync(TenantWork work, List<Case> late, CancellationToken ct)
    {
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
    }

    private static Task Breach(TenantWork work, List<Case> late)
    {
        foreach (var row in late) CaseLog.TellIfLate(work.Db, work.Now, row);
        return Task.CompletedTask;
    }

    private static async Task OverdueAsync(TenantWork work, List<Case> late, IServiceProvider services, CancellationToken ct)
    {
        var (setup, inquiries) = (await CaseSetup.ReadAsync(work.Db, ct), services.GetRequiredService<IInquiryReviews>());
        foreach (var row in late)
        {
            var until = row.WaitingUntil;
            // What no reviewer asked for goes back to nobody: its inquiry expires, and that ends the case.
            if (row.InquiryId is { } inquiry && !await inquiries.OverdueAsync(work.Db, inquiry, work.Now, ct))
            {
                row.WaitOn();
                continue;
            }
            row.Answered(setup.Calendar(row.CalendarId), work.Now);
            CaseLog.Write(work.Db, Actor.Automation, work.Now, "case.information_overdue", row, new { until });
            CaseTurns.Offer(work.Db, setup, row, work.Now);
        }
    }
}
