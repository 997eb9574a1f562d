using System.Globalization;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Workflows;
using Npgsql;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>The schedules of workflows in force: they begin and end with the commit that publishes or retires.</summary>
internal static class WorkflowTimetable
{
    public static void Set(Work work, WorkflowDocument document, DateTimeOffset real)
    {
        End(work, document);
        foreach (var (trigger, at) in document.Triggers.Select((t, i) => (t, i)))
            if (trigger.Cron is { } cron && CronTimes.TryParse(cron, trigger.Zone, out var times))
                work.Db.Schedule(string.Create(CultureInfo.InvariantCulture, $"workflow:{document.Key}:{at}"), times, StartScheduled.Kind, WorkflowId.Of(document.Key).Value, real);
    }

    /// <summary>Whatever version set them.</summary>
    public static void End(Work work, WorkflowDocument document)
    {
        var end = new NpgsqlBatchCommand("DELETE FROM schedules WHERE tenant_id = $1 AND subject = $2 AND kind = $3");
        end.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        end.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = WorkflowId.Of(document.Key).Value });
        end.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StartScheduled.Kind });
        work.Db.Extra.Add(end);
    }

    public static IEnumerable<PolicyIssue> Faults(WorkflowDocument document) =>
        document.Triggers.Where(t => t.Cron is not null && !CronTimes.TryParse(t.Cron, t.Zone, out _))
            .Select(t => new PolicyIssue(t.Pointer + "/schedule", "malformed_schedule", $"'{t.Cron}' in '{t.Zone}' is no cron expression of five fields and a time zone."));
}

/// <summary>Begins a run by a schedule; the job's subject is the workflow.</summary>
internal sealed class StartScheduled(WorkflowBook book, RunStates states, Signals signals) : IJobHandler
{
    public const string Kind = "workflows.scheduled";

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        work.Db.Finish(job);
        var workflow = (await book.ActiveAsync(work.Db, ct)).FirstOrDefault(w => WorkflowId.Of(w.Key).Value == job.Subject);
        if (workflow is not null) await states.BeginAsync(work.Db, new RunBeginning(workflow, RunOrigin.Schedule, "", null, Actor.Automation, 0), work.Now, ct);
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
        signals.Events.Set();
    }
}
