using System.Text.Json.Nodes;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>
/// Moves a run by one step. The step's effect, what the run knows then, its ledger and the promise of what follows are one commit, so that a run is never
/// between two steps; what was called outside before a commit that failed is called again under the same id.
/// </summary>
internal sealed class AdvanceRun(WorkflowBook book, RunStates states, RunScenes scenes, StepEffects effects, Signals signals, TimeProvider clock) : IJobHandler
{
    /// <summary>The job; its subject is the run.</summary>
    public const string Kind = "workflows.advance";

    /// <summary>After so many tries that ended unexpectedly the run fails instead of its job.</summary>
    private const int MostTries = 8;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private static StepOutcome TooLarge => StepOutcome.Failed("state_too_large", $"What its steps told is larger than {RunBounds.State} bytes.");

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        work.Db.Finish(job);
        var run = (await WorkflowRun.ById.TrackAsync(work.Db, job.Subject, ct)).SingleOrDefault();
        if (run is { IsUnderWay: true })
        {
            work.Db.ChainDepth = run.Depth + 1;
            if (job.Attempt > MostTries) RunEnds.Fail(work.Db, run, run.Step, "unexpected", "Its step ended unexpectedly, again and again.", work.Now);
            else await MoveAsync(job, work, run, ct);
        }
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
        signals.Events.Set();
    }

    private async Task MoveAsync(HeldJob job, TenantWork work, WorkflowRun run, CancellationToken ct)
    {
        if (await book.FindAsync(work.Db, run.Hash, ct) is not { } program)
        {
            RunEnds.Fail(work.Db, run, null, "content_missing", "What the run goes by is not kept any more.", work.Now);
            return;
        }
        if (await states.OpenAsync(work.Db, run, ct) is not { } state)
        {
            run.Cancel("applicant_erased", work.Now);
            RunLog.Write(work.Db, run, Http.Actor.Automation, work.Now, "canceled", new { code = "applicant_erased" });
            work.Db.Extra.Add(RunEnds.Forgetting(run));
            return;
        }
        if (run.ExpiresAt <= work.Now)
        {
            RunEnds.Fail(work.Db, run, run.Step, "run_too_long", $"It took longer than {program.Document.Limits.Days} days.", work.Now);
            return;
        }
        var scene = await scenes.ReadAsync(work, program.Document.About, run.About, program.Reads, ct);
        var turn = new Turn(work, run, program, state, scene);
        await RunWaits.HearAsync(turn, ct);
        if (await StepAsync(turn, job, null, ct) is { } failed) await AgainAsync(job, work, program, scene, failed, ct);
    }

    // An event and a time, or two events, promise a step each. What reaches other systems is done by whoever holds its promise longer; the other one looks again later.
    private async Task<bool> IsBegunAsync(HeldJob job, Turn turn, CancellationToken ct)
    {
        var (db, tenant, now) = (turn.Work.Db, turn.Work.Tenant, clock.GetUtcNow());
        var held = await db.Set<Job>().AsNoTracking().AnyAsync(
            j => j.TenantId == tenant && j.Kind == Kind && j.Subject == job.Subject && j.Id != job.Id && j.DeadAt == null && j.Lease != Guid.Empty && j.DueAt > now
                && (j.Lease < job.Lease || (j.Lease == job.Lease && j.Id < job.Id)), ct);
        // Whoever held it may have ended between the look at the run and the one at the jobs: then the run has moved.
        return held || await db.Set<WorkflowRun>().AsNoTracking().AnyAsync(r => r.Id == turn.Run.Id && r.Version != turn.Run.Version, ct);
    }

    private static void PutOff(HeldJob job, TenantWork work)
    {
        work.Db.ChangeTracker.Clear();
        work.Db.Extra.Clear();
        work.Db.Finish(job);
        work.Db.Enqueue(Kind, job.Subject, work.Now, Again);
    }

    // The step refused after it had changed something of what would be committed: all of that is forgotten, and only the refusal kept.
    private async Task AgainAsync(HeldJob job, TenantWork work, WorkflowProgram program, RunScene scene, StepOutcome failed, CancellationToken ct)
    {
        work.Db.ChangeTracker.Clear();
        work.Db.Extra.Clear();
        work.Db.Finish(job);
        var run = (await WorkflowRun.ById.TrackAsync(work.Db, job.Subject, ct)).Single();
        if (!run.IsUnderWay) return;
        var turn = new Turn(work, run, program, (await states.OpenAsync(work.Db, run, ct))!, scene);
        await RunWaits.HearAsync(turn, ct);
        await StepAsync(turn, job, failed, ct);
    }

    /// <param name="known">How the step went that the run comes to; null where it is to be done.</param>
    /// <returns>How the step failed, where it has to be taken back; else null.</returns>
    private async Task<StepOutcome?> StepAsync(Turn turn, HeldJob job, StepOutcome? known, CancellationToken ct)
    {
        var move = turn.Interpreter.Next();
        string? resource = null;
        if (move is RunMove.Do step)
        {
            if (known is null && step.Step.Does.IsOutside && await IsBegunAsync(job, turn, ct))
            {
                PutOff(job, turn.Work);
                return null;
            }
            var call = new EffectCall(turn.Work, turn.Run, turn.Program, turn.Scene, step);
            var outcome = known ?? await effects.DoAsync(call, ct);
            if (outcome.Error is not null && known is null) return outcome;
            move = turn.Interpreter.Conclude(step.Token, outcome, Random.Shared.NextDouble()) ?? move;
            resource = call.Resource;
            // What it told has no room: then it is not done, or whoever tries again would do it twice.
            if (known is null && !await states.CloseAsync(turn.Work.Db, turn.Run, turn.State, ct)) return TooLarge;
        }
        await SettleAsync(turn, move, resource, ct);
        return null;
    }

    private async Task SettleAsync(Turn turn, RunMove move, string? resource, CancellationToken ct)
    {
        var (db, run, now) = (turn.Work.Db, turn.Run, turn.Work.Now);
        var lines = turn.Interpreter.TakeLines();
        foreach (var line in lines)
        {
            RunMeter.Step(line.Kind, SnakeCase.Of(line.Outcome));
            db.Add(new WorkflowRunStep
            {
                TenantId = run.TenantId,
                RunId = run.Id,
                Line = ++run.Lines,
                Step = line.Step,
                Kind = line.Kind,
                Attempt = line.Attempt,
                Outcome = line.Outcome,
                Note = line.Note,
                Detail = line.Detail,
                Resource = line.Step == (move as RunMove.Do)?.Step.Key ? resource : null,
                At = now,
            });
        }
        if (!await states.CloseAsync(db, run, turn.State, ct)) move = new RunMove.Failed(run.Step ?? "", TooLarge.Error!, TooLarge.Detail);
        var at = lines.Count > 0 ? lines[^1].Step : null;
        switch (move)
        {
            case RunMove.Completed:
                RunEnds.Complete(db, run, now);
                break;
            case RunMove.Failed failed:
                RunEnds.Fail(db, run, failed.Step, failed.Code, failed.Detail, now);
                break;
            case RunMove.Do:
                Resume(turn, at, null);
                db.Enqueue(Kind, run.Id.Value, now, priority: run.BatchId is null ? JobPriority.Normal : JobPriority.Bulk);
                break;
            default:
                Pause(turn, at);
                break;
        }
        if (run.Status is not RunStatus.Completed) RunWaits.Settle(turn, lines);
    }

    private static void Resume(Turn turn, string? at, DateTimeOffset? due)
    {
        if (turn.Run.Status is RunStatus.Waiting) RunLog.Write(turn.Work.Db, turn.Run, WorkflowId.Of(turn.Run.Workflow).Actor, turn.Work.Now, "resumed", new { step = at });
        turn.Run.GoOn(RunStatus.Running, at, due, turn.Work.Now);
    }

    private static void Pause(Turn turn, string? at)
    {
        var (db, run, now, due) = (turn.Work.Db, turn.Run, turn.Work.Now, turn.State.DueAt);
        var retrying = turn.State.Tokens.Exists(t => t.State is TokenState.Retrying);
        var status = retrying ? RunStatus.Running : RunStatus.Waiting;
        if (run.Status is RunStatus.Running && status is RunStatus.Waiting) RunLog.Write(db, run, WorkflowId.Of(run.Workflow).Actor, now, "waiting", new { step = at, until = due });
        var before = run.DueAt;
        run.GoOn(status, at, due, now);
        // What lies further ahead is found by its time, once a minute: a wait costs a row and no job. One that is promised for that moment already will do.
        if (due is { } moment && moment != before && moment - now <= WakeRuns.Ahead) db.Enqueue(Kind, run.Id.Value, now, moment > now ? moment - now : TimeSpan.Zero);
    }
}
