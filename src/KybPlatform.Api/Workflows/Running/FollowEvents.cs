using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>
/// Weighs what a tenant's log has new: begins runs and tells those that wait. Everything that comes of it commits with the position that says it was
/// weighed, so each event does so once.
/// </summary>
internal sealed partial class FollowEvents(WorkflowBook book, RunStates states, RunScenes scenes, Signals signals, ILogger<FollowEvents> log) : IJobHandler
{
    /// <summary>The job; its subject is the tenant.</summary>
    public const string Kind = "workflows.follow";

    private const int AtOnce = 50;

    /// <summary>From this try on events are weighed one by one: what cannot be weighed holds up nothing that came before it.</summary>
    private const int OneByOne = 3;

    /// <summary>At this try, well before the job is given up, what could not be weighed is passed over, and said so: one event does not stop all workflows of a tenant.</summary>
    private const int PassOver = 8;

    private const string Tell = "UPDATE workflow_waits SET heard = heard || $3 WHERE tenant_id = $1 AND run_id = $2 AND token = $4 AND cardinality(heard) < 1000";

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        work.Db.Finish(job);
        if (await work.Db.Set<WorkflowFollower>().AsNoTracking().SingleOrDefaultAsync(ct) is { } follower && follower.Position < follower.Head) await WeighAsync(work, follower, job.Attempt, ct);
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
        signals.Events.Set();
    }

    private async Task WeighAsync(TenantWork work, WorkflowFollower follower, int attempt, CancellationToken ct)
    {
        var most = attempt < OneByOne ? AtOnce : 1;
        string[] types = [.. follower.Events.Union(ShippedWorkflows.Events, StringComparer.Ordinal)];
        var events = await work.Db.Set<LoggedEvent>().AsNoTracking().Where(e => e.Position > follower.Position && e.Position <= follower.Head && types.Contains(e.Type))
            .OrderBy(e => e.Position).Take(most).ToListAsync(ct);
        var active = events.Count > 0 ? await book.ActiveAsync(work.Db, ct) : [];
        if (attempt >= PassOver && events is [var stands]) Pass(work, stands);
        else foreach (var @event in events) await BeginAsync(work, @event, active, ct);
        await TellAsync(work, events, ct);
        work.Db.Extra.Add(Following.Move(work.Tenant, follower.Position, events.Count == most ? events[^1].Position : follower.Head, work.Now));
    }

    private void Pass(TenantWork work, LoggedEvent @event)
    {
        PassedOver(log, @event.Type, PublicId.Write(Persistence.EventId.Prefix, @event.EventId), work.Tenant);
        work.Db.Record(Actor.Automation, work.Now, "workflow.event_passed_over", PublicId.Write(Persistence.EventId.Prefix, @event.EventId), @event.Resource, new { @event = @event.Type, @event.Position });
    }

    private async Task BeginAsync(TenantWork work, LoggedEvent @event, IReadOnlyList<ActiveWorkflow> active, CancellationToken ct)
    {
        foreach (var workflow in active)
        {
            var triggers = workflow.Program.Document.Triggers.Where(t => t.Events.Contains(@event.Type, StringComparer.Ordinal)).ToList();
            if (triggers.Count == 0 || WorkflowEvents.Subject(workflow.Program.Document.About, @event.Resource, @event.Parent) is not { } about) continue;
            var scene = await scenes.ReadAsync(work, workflow.Program.Document.About, about, workflow.Program.Reads, ct);
            var told = EventJson.Of(@event);
            var starts = triggers.Select(t => workflow.Program.StartsWith(t, scene.At(told, work.Now))).ToList();
            if (!starts.Contains(true) && !starts.Contains(null)) continue;
            if (await IsLoopAsync(work, @event, workflow.Key, about, ct))
            {
                work.Db.Record(WorkflowId.Of(workflow.Key).Actor, work.Now, "workflow.loop_stopped", WorkflowId.Of(workflow.Key).ToString(), about.Length > 0 ? about : null, new { workflow.Key, @event = @event.Type, depth = @event.Depth });
                continue;
            }
            var run = await states.BeginAsync(work.Db, new RunBeginning(workflow, RunOrigin.Event, about, scene.Brief?.Profile, Actor.Automation, @event.Depth) { Event = told, EventId = @event.EventId }, work.Now, ct);
            // Neither begun nor left out in silence: whoever looks finds why.
            if (!starts.Contains(true)) RunEnds.Fail(work.Db, run, "trigger", "trigger_unclear", "The trigger's condition could not be decided.", work.Now);
        }
    }

    // By what led to it, and by how often it comes: what goes through other jobs on its way has lost the first.
    private static async Task<bool> IsLoopAsync(TenantWork work, LoggedEvent @event, string key, string about, CancellationToken ct)
    {
        if (@event.Depth >= RunBounds.Depth) return true;
        if (about.Length == 0) return false;
        var hour = work.Now.AddHours(-1);
        var own = work.Db.Set<WorkflowRun>().Local.Count(r => r.About == about && r.Workflow == key);
        return own + await work.Db.Set<WorkflowRun>().AsNoTracking().CountAsync(r => r.About == about && r.Workflow == key && r.StartedAt > hour, ct) >= RunBounds.PerHour;
    }

    private static async Task TellAsync(TenantWork work, List<LoggedEvent> events, CancellationToken ct)
    {
        var about = events.SelectMany(e => new[] { e.Resource, e.Parent }).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (about.Count == 0) return;
        var waits = await work.Db.Set<WorkflowWait>().AsNoTracking().Where(w => about.Contains(w.About)).ToListAsync(ct);
        foreach (var wait in waits)
        {
            long[] heard = [.. events.Where(e => (e.Resource == wait.About || e.Parent == wait.About) && wait.Events.Contains(e.Type, StringComparer.Ordinal)).Select(e => e.Position)];
            if (heard.Length == 0) continue;
            var tell = new NpgsqlBatchCommand(Tell);
            tell.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
            tell.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = wait.RunId.Value });
            tell.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = heard });
            tell.Parameters.Add(new NpgsqlParameter<int> { TypedValue = wait.Token });
            work.Db.Extra.Add(tell);
            work.Db.Enqueue(AdvanceRun.Kind, wait.RunId.Value, work.Now);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No workflow began with {Type} {Event} of {Tenant}: it could not be weighed. Start runs about it by hand")]
    private static partial void PassedOver(ILogger log, string type, string @event, TenantId tenant);
}

/// <summary>Events as expressions read them.</summary>
internal static class EventJson
{
    public static JsonObject Of(LoggedEvent @event) => new()
    {
        ["type"] = @event.Type,
        ["resource"] = @event.Resource,
        ["parent"] = @event.Parent,
        ["status"] = @event.Type[(@event.Type.IndexOf('.', StringComparison.Ordinal) + 1)..],
        ["occurred_at"] = InstantJson.Text(@event.OccurredAt),
    };
}
