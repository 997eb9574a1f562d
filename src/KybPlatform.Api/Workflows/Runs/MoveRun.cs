using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Workflows.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Workflows.Runs;

/// <summary>What persons do to runs: try again from where it failed, cancel, begin anew by the version in force.</summary>
internal static class MoveRun
{
    public static void Map(RouteGroupBuilder runs)
    {
        runs.MapPost("/{id}/retry", RetryAsync).Requires(Scopes.WorkflowsRun).Idempotent().Versioned()
            .WithSummary("Resume a failed run from the step that failed").Produces<WorkflowRunResource>().ProducesRefusals(400, 404, 422)
            .Refuses(409, "invalid_transition", "It did not fail.").Refuses(409, "applicant_erased", "What it held is gone.");
        runs.MapPost("/{id}/cancel", CancelAsync).Requires(Scopes.WorkflowsRun).Idempotent().Versioned()
            .WithSummary("Let a run go no further").Produces<WorkflowRunResource>().ProducesRefusals(400, 404, 422).Refuses(409, "invalid_transition", "It is over.");
        runs.MapPost("/{id}/rerun", RerunAsync).Requires(Scopes.WorkflowsRun).Idempotent()
            .WithSummary("Begin the same anew by the version in force").Produces<WorkflowRunResource>(201).ProducesRefusals(400, 404, 422)
            .Refuses(409, "invalid_transition", "It is not over.").Refuses(409, "workflow_retired", "No version is in force.").Refuses(409, "applicant_erased", "What it held is gone.");
    }

    private static async Task<IResult> RetryAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http, RunStates states, Signals signals)
    {
        if (await ReadRuns.FindAsync(work, id) is not { } run) return Refused.Because(WorkflowErrors.NoRun);
        if (ETags.Check(http, run) is { } stale) return Refused.Because(stale);
        if (run.Retry(work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        if (await states.OpenAsync(work.Db, run, work.Canceled) is not { } state) return await work.RefuseAsync(WorkflowErrors.Erased);
        state.Resume();
        await states.CloseAsync(work.Db, run, state, work.Canceled);
        // It gets as long again as it had.
        if (run.ExpiresAt <= work.Now) run.ExpiresAt = work.Now + (run.ExpiresAt - run.StartedAt);
        work.Db.Enqueue(AdvanceRun.Kind, run.Id.Value, work.Now);
        RunLog.Write(work.Db, run, work.Caller.Actor, work.Now, "retried", new { step = run.Step }, work.RequestId);
        return await AnswerAsync(work, run, signals);
    }

    private static async Task<IResult> CancelAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http, Signals signals)
    {
        if (await ReadRuns.FindAsync(work, id) is not { } run) return Refused.Because(WorkflowErrors.NoRun);
        if (ETags.Check(http, run) is { } stale) return Refused.Because(stale);
        var before = run.Status;
        if (run.Cancel("canceled", work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        work.Db.Extra.Add(RunEnds.Forgetting(run));
        RunLog.Write(work.Db, run, work.Caller.Actor, work.Now, "canceled", new { step = run.Step, before }, work.RequestId);
        return await AnswerAsync(work, run, signals);
    }

    private static async Task<IResult> RerunAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, WorkflowBook book, RunStates states, RunScenes scenes, Signals signals)
    {
        if (await ReadRuns.FindAsync(work, id) is not { } former) return Refused.Because(WorkflowErrors.NoRun);
        if (former.IsUnderWay) return await work.RefuseAsync(WorkflowErrors.Transition(former.Status, "begun anew"));
        if (await book.ActiveAsync(work.Db, former.Workflow, work.Canceled) is not { } workflow) return await work.RefuseAsync(WorkflowErrors.Retired(former.Workflow));
        if (await states.OpenAsync(work.Db, former, work.Canceled) is not { } held) return await work.RefuseAsync(WorkflowErrors.Erased);
        var (exists, profile) = await scenes.FindAsync(new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now), workflow.Program.Document.About, former.About, work.Canceled);
        if (!exists) return await work.RefuseAsync(WorkflowErrors.UnknownSubject(workflow.Program.Document.About));
        var input = new JsonObject(held.Input.Where(i => workflow.Program.Document.Inputs.ContainsKey(i.Key)).Select(i => KeyValuePair.Create(i.Key, i.Value?.DeepClone())));
        var run = await states.BeginAsync(
            work.Db, new RunBeginning(workflow, RunOrigin.Rerun, former.About, profile, work.Caller.Actor, 0) { Input = input, Event = held.Event, FromRun = former.Id }, work.Now, work.Canceled);
        var answer = await work.AnswerAsync(201, WorkflowRunResource.From(run), Keeping.Plainly, $"/v1/workflow-runs/{run.Id}", run);
        signals.Jobs.Set();
        return answer;
    }

    private static async Task<IResult> AnswerAsync(Work work, WorkflowRun run, Signals signals)
    {
        var answer = await work.AnswerAsync(200, WorkflowRunResource.From(run), Keeping.Plainly, etag: run);
        signals.Jobs.Set();
        return answer;
    }
}
