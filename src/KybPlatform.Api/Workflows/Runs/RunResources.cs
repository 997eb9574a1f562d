using System.Text.Json;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Runs;

/// <summary>A run's failure.</summary>
/// <param name="Step">Where it stands.</param>
public sealed record RunFailure(string? Step, string Code, string? Detail);

/// <summary>A line of a run's ledger. Codes and ids only.</summary>
/// <param name="Note">The branch that was taken, what ended a wait, an error's code.</param>
/// <param name="Resource">The public id of what the step made or moved.</param>
public sealed record RunStepResource(int Line, string Step, string Kind, int Attempt, LineOutcome Outcome, string? Note, string? Detail, string? Resource, DateTimeOffset At);

/// <summary>One run of a workflow.</summary>
/// <param name="Version">Zero for what the product ships.</param>
/// <param name="About">What it is about; null where it is about nothing.</param>
/// <param name="FromRun">The run that began it, or that it repeats.</param>
/// <param name="Step">Where it is, or was at last.</param>
/// <param name="DueAt">When time alone makes it go on.</param>
/// <param name="Depth">How many workflows led to it, one after the other.</param>
/// <param name="Steps">Its ledger; only where one run is read.</param>
public sealed record WorkflowRunResource(
    WorkflowRunId Id, string Workflow, int Version, string Hash, RunStatus Status, RunOrigin Origin, string? About, string? BatchId, WorkflowRunId? FromRun, string StartedBy, int Depth, string? Step,
    RunFailure? Failure, DateTimeOffset? DueAt, DateTimeOffset ExpiresAt, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RunStepResource>? Steps)
{
    internal static WorkflowRunResource From(WorkflowRun run, IReadOnlyList<WorkflowRunStep>? steps = null) => new(
        run.Id, run.Workflow, run.Number, run.Hash, run.Status, run.Origin, run.About.Length > 0 ? run.About : null, run.BatchId is { } batch ? new WorkflowBatchId(batch).ToString() : null, run.FromRun is { } from ? new WorkflowRunId(from) : null, run.StartedBy, run.Depth, run.Step,
        run.FailureCode is { } code ? new RunFailure(run.Step, code, run.FailureDetail) : null, run.DueAt, run.ExpiresAt, run.StartedAt, run.UpdatedAt, run.EndedAt,
        steps is null ? null : [.. steps.Select(s => new RunStepResource(s.Line, s.Step, s.Kind, s.Attempt, s.Outcome, s.Note, s.Detail, s.Resource, s.At))]);
}
