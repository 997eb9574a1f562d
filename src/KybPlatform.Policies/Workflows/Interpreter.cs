using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Workflows;

/// <summary>
/// Moves a run. Pure: what happens outside is handed to the caller and its outcome given back, so that the durable engine and the simulation of examples
/// are one. The state is changed in place; whoever keeps it keeps all of it, or none.
/// </summary>
public sealed class Interpreter(WorkflowProgram program, RunState state, RunFacts facts, DateTimeOffset now)
{
    private readonly List<RunLine> _lines = [];

    /// <summary>What was done since the last look; taken once.</summary>
    public IReadOnlyList<RunLine> TakeLines()
    {
        RunLine[] lines = [.. _lines];
        _lines.Clear();
        return lines;
    }

    /// <summary>Leads the run as far as it goes without anything being done outside.</summary>
    public RunMove Next()
    {
        while (true)
        {
            if (state.Tokens.Find(t => t.State is TokenState.Failed) is { } stands) return new RunMove.Failed(StepOf(stands).Key, "step_failed", null);
            if (state.Tokens.Count == 0) return new RunMove.Completed();
            Wake();
            if (state.Tokens.Where(t => t.State is TokenState.Ready).MinBy(t => (t.Turn, t.Id)) is not { } token) return new RunMove.Idle();
            if (state.Done > program.Document.Limits.Steps) return new RunMove.Failed(StepOf(token).Key, "too_many_steps", $"More than {program.Document.Limits.Steps} steps were done.");
            token.Turn = state.Tokens.Max(t => t.Turn) + 1;
            if (token.Frame.At >= program.Block(token.Frame.Block).Steps.Count) Leave(token);
            else if (Step(token) is { } move) return move;
        }
    }

    /// <summary>Takes how a step went that <see cref="Next"/> gave out.</summary>
    /// <param name="jitter">From 0 to 1: spreads tries that failed together.</param>
    /// <returns>Null where the run goes on.</returns>
    public RunMove.Failed? Conclude(RunToken token, StepOutcome outcome, double jitter)
    {
        var step = StepOf(token);
        token.Attempt++;
        if (outcome.Error is not { } error)
        {
            Done(token, outcome.Output ?? [], LineOutcome.Done, null, outcome.Detail);
            return null;
        }
        if (outcome.MayRetry && token.Attempt < step.Habits.Attempts)
        {
            var pause = step.Habits.Pause.TotalSeconds * Math.Pow(2, token.Attempt - 1) * (0.8 + (0.4 * jitter));
            (token.State, token.DueAt) = (TokenState.Retrying, now.AddSeconds(Math.Min(pause, 86_400)));
            Line(token, step, LineOutcome.Retrying, error, outcome.Detail);
            return null;
        }
        return Fail(token, step, error, outcome.Detail);
    }

    /// <summary>Tells a wait of an event. One that happened after the wait's deadline came too late.</summary>
    /// <returns>Whether it was what the wait was for; null where that cannot be known.</returns>
    public bool? Hear(RunToken token, JsonObject @event)
    {
        if (token.State is not TokenState.Waiting || StepOf(token) is not WaitStep wait) return false;
        if (!wait.Events.Contains((string?)@event["type"], StringComparer.Ordinal)) return false;
        // However late somebody looks.
        if (token.DueAt is { } until && (string?)@event["occurred_at"] is { } at && DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) > until) return false;
        if (wait.When is not null && WorkflowProgram.Truth(program.Evaluate(wait.Pointer + "/when", facts.WithEvent(@event).At(program, state, token))) is not true and var truth) return truth;
        token.State = TokenState.Ready;
        Done(token, new JsonObject { ["outcome"] = "event", ["event"] = @event.DeepClone() }, LineOutcome.Done, "event", (string?)@event["type"]);
        return true;
    }

    /// <summary>The wait that a token is in.</summary>
    public WaitStep? WaitOf(RunToken token) => token.State is TokenState.Waiting ? StepOf(token) as WaitStep : null;

    /// <summary>The step that a token is at.</summary>
    public WorkflowStep StepOf(RunToken token)
    {
        var frame = token.Frame;
        var steps = program.Block(frame.Block).Steps;
        return steps[Math.Min(frame.At, steps.Count - 1)];
    }

    private void Wake()
    {
        foreach (var token in state.Tokens.Where(t => t.DueAt <= now).ToList())
        {
            var waiting = token.State is TokenState.Waiting;
            (token.State, token.DueAt) = (TokenState.Ready, null);
            if (waiting) Expire(token, (WaitStep)StepOf(token));
        }
    }

    private void Expire(RunToken token, WaitStep wait)
    {
        var output = new JsonObject { ["outcome"] = "deadline" };
        if (wait.OnDeadline is not { } late)
        {
            Done(token, output, LineOutcome.Done, "deadline", null);
            return;
        }
        state.Outputs[wait.Key] = output;
        Line(token, wait, LineOutcome.Done, "deadline", null);
        token.Frames.Add(new RunFrame(late.Pointer));
    }

    private RunMove? Step(RunToken token)
    {
        var step = StepOf(token);
        var here = facts.At(program, state, token);
        switch (step)
        {
            case ConditionStep condition:
                return Choose(token, condition, here);
            case ParallelStep parallel:
                token.State = TokenState.Joining;
                foreach (var branch in parallel.Branches)
                    state.Tokens.Add(new RunToken { Id = state.NextToken++, Parent = token.Id, Frames = [.. token.Frames.Select(Copy), new RunFrame(branch.Pointer)], Turn = token.Turn, Heard = [.. token.Heard] });
                return null;
            case ForEachStep loop:
                return Begin(token, loop, here);
            case WaitStep wait:
                return Await(token, wait, here);
            case EndStep end:
                Line(token, end, end.Failure is null ? LineOutcome.Done : LineOutcome.Failed, end.Failure, null);
                if (end.Failure is { } code) token.State = TokenState.Failed;
                else state.Tokens.Clear();
                return end.Failure is null ? new RunMove.Completed() : new RunMove.Failed(end.Key, end.Failure, "The workflow ends so.");
            default:
                var effect = (EffectStep)step;
                var (arguments, fault) = program.Arguments(effect, here);
                return fault is null ? new RunMove.Do(token, effect, arguments!, token.Attempt + 1) : Fail(token, step, fault.Code, fault.Detail);
        }
    }

    private static RunFrame Copy(RunFrame frame) => new(frame.Block) { At = frame.At, Items = frame.Items?.DeepClone().AsArray(), Index = frame.Index };

    private RunMove.Failed? Choose(RunToken token, ConditionStep step, RunFacts here)
    {
        for (var i = 0; i < step.Branches.Count; i++)
        {
            var value = program.Evaluate(DocumentTree.Child(step.Pointer + "/branches", i) + "/when", here);
            if (WorkflowProgram.Truth(value) is not { } truth)
            {
                if (step.Unknown is { } unknown) return Enter(token, step, unknown, "unknown");
                var fault = Values.Fault(value);
                return Fail(token, step, "condition_unclear", string.Create(CultureInfo.InvariantCulture, $"branches/{i}: {fault?.Detail ?? "It is neither true nor false."}"));
            }
            if (truth) return Enter(token, step, step.Branches[i].Steps, string.Create(CultureInfo.InvariantCulture, $"branch_{i}"));
        }
        if (step.Otherwise is { } otherwise) return Enter(token, step, otherwise, "otherwise");
        Done(token, new JsonObject { ["branch"] = "none" }, LineOutcome.Done, "none", null);
        return null;
    }

    private RunMove.Failed? Enter(RunToken token, ConditionStep step, StepBlock block, string branch)
    {
        state.Outputs[step.Key] = new JsonObject { ["branch"] = branch };
        state.Done++;
        Line(token, step, LineOutcome.Done, branch, null);
        token.Frames.Add(new RunFrame(block.Pointer));
        return null;
    }

    private RunMove.Failed? Begin(RunToken token, ForEachStep loop, RunFacts here)
    {
        var (items, fault) = Values.ToJson(program.Evaluate(loop.Pointer + "/in", here));
        if (fault is not null) return Fail(token, loop, fault.Code, fault.Detail);
        if (items is not JsonArray list) return Fail(token, loop, "not_a_list", "The expression gave no list.");
        if (list.Count > loop.Max) return Fail(token, loop, "too_many_items", $"{list.Count} items; at most {loop.Max} are gone through.");
        if (list.Count == 0) Done(token, new JsonObject { ["count"] = 0 }, LineOutcome.Done, "0", null);
        else token.Frames.Add(new RunFrame(loop.Steps.Pointer) { Items = list });
        return null;
    }

    private RunMove.Failed? Await(RunToken token, WaitStep wait, RunFacts here)
    {
        var until = now + wait.For;
        if (wait.Until is not null)
        {
            var value = program.Evaluate(wait.Pointer + "/until", here);
            if (Values.Instant(value) is not { } instant) return Fail(token, wait, "deadline_unknown", Values.Fault(value)?.Detail ?? "There is none.");
            until = instant;
        }
        (token.State, token.DueAt) = (TokenState.Waiting, until);
        Line(token, wait, LineOutcome.Waiting, null, null);
        return null;
    }

    // A list of steps is over: the step around it is, or its next item begins.
    private void Leave(RunToken token)
    {
        var frame = token.Frame;
        if (frame.Items is { } items && frame.Index + 1 < items.Count)
        {
            (frame.At, frame.Index) = (0, frame.Index + 1);
            return;
        }
        token.Frames.RemoveAt(token.Frames.Count - 1);
        var parent = token.Parent is { } id ? state.Tokens.Find(t => t.Id == id) : null;
        if (token.Frames.Count == (parent?.Frames.Count ?? 0))
        {
            state.Tokens.Remove(token);
            parent?.Heard.AddRange(token.Heard.Except(parent.Heard));
            if (parent is null || state.Tokens.Exists(t => t.Parent == parent.Id)) return;
            parent.State = TokenState.Ready;
            Done(parent, [], LineOutcome.Done, null, null);
            return;
        }
        if (frame.Items is { } all) Done(token, new JsonObject { ["count"] = all.Count }, LineOutcome.Done, all.Count.ToString(CultureInfo.InvariantCulture), null);
        else token.Frame.At++;
    }

    private void Done(RunToken token, JsonObject output, LineOutcome outcome, string? note, string? detail)
    {
        var step = StepOf(token);
        state.Outputs[step.Key] = output;
        state.Done++;
        Line(token, step, outcome, note, detail);
        (token.State, token.DueAt, token.Attempt) = (TokenState.Ready, null, 0);
        token.Frame.At++;
    }

    private RunMove.Failed? Fail(RunToken token, WorkflowStep step, string code, string? detail)
    {
        if (step.Habits.OnError is OnError.Continue)
        {
            Done(token, new JsonObject { ["error"] = code }, LineOutcome.Skipped, code, detail);
            return null;
        }
        (token.State, token.DueAt) = (TokenState.Failed, null);
        Line(token, step, LineOutcome.Failed, code, detail);
        return new RunMove.Failed(step.Key, code, detail);
    }

    private void Line(RunToken token, WorkflowStep step, LineOutcome outcome, string? note, string? detail) =>
        _lines.Add(new RunLine(step.Key, step.Kind, token.Id, Math.Max(1, token.Attempt), outcome, note, detail));
}
