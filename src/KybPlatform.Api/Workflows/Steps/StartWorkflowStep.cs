using System.Text.Json.Nodes;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Steps;

/// <summary>Begins a run of another workflow, about the same resource or one that is named. It goes on by itself.</summary>
internal sealed class StartWorkflowStep(WorkflowBook book, RunStates states, RunScenes scenes) : IStepEffect
{
    public string Kind => "start_workflow";

    public async Task<StepOutcome> DoAsync(EffectCall call, CancellationToken ct)
    {
        var key = call.Text("workflow")!;
        // What was refused at the check may have become a circle since.
        if (call.Run.Depth + 1 >= RunBounds.Depth) return StepOutcome.Failed("workflow_loop", $"More than {RunBounds.Depth} workflows led to each other.");
        if (await book.ActiveAsync(call.Work.Db, key, ct) is not { } workflow) return StepOutcome.Failed("workflow_retired", $"No version of {key} is in force.");
        var called = await RunCalls.CheckAsync(scenes, call.Work, workflow, call.Text("about") ?? call.Run.About, call.Any("input") as JsonObject, ct);
        if (called.IsRefused(out var refused)) return StepEffects.Refused(refused);
        var run = await states.BeginAsync(call.Work.Db, new RunBeginning(workflow, RunOrigin.Workflow, called.Value.About, called.Value.Profile, call.Actor, call.Run.Depth + 1) { Input = called.Value.Input, FromRun = call.Run.Id }, call.Work.Now, ct);
        call.Resource = run.Id.ToString();
        return StepOutcome.Done(("run_id", run.Id.ToString()));
    }
}
