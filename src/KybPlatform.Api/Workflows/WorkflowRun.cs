using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Workflows;

/// <summary>Where a run stands. <c>running</c>: a job is promised for it; <c>waiting</c>: for an event or a time.</summary>
public enum RunStatus { Running, Waiting, Completed, Failed, Canceled }

/// <summary>What began a run.</summary>
public enum RunOrigin { Event, Schedule, Call, Workflow, Rerun, Batch }

/// <summary>
/// One run of one version of a workflow. Each step's effect commits together with the state that says it was done: a run that is read is always at a place
/// where it can go on from.
/// </summary>
public sealed class WorkflowRun : ITenantOwned, IVersioned
{
    internal static readonly Lookup<WorkflowRun> ById = new("id = $2");

    public required TenantId TenantId { get; init; }
    public required WorkflowRunId Id { get; init; }
    public int Version { get; set; }
    public required string Workflow { get; init; }

    /// <summary>Zero for what the product ships.</summary>
    public required int Number { get; init; }

    /// <summary>The content that it goes by to its end.</summary>
    public required string Hash { get; init; }

    public RunStatus Status { get; private set; }
    public required RunOrigin Origin { get; init; }

    /// <summary>The public id of what it is about; empty where it is about nothing.</summary>
    public required string About { get; init; }

    /// <summary>Whose key protects what it holds: the profile's, or its own.</summary>
    public required Guid SealedFor { get; init; }

    /// <summary>Its state as JSON, sealed.</summary>
    public required byte[] State { get; set; }

    /// <summary>The event that began it; one event begins one run of a workflow.</summary>
    public Guid? EventId { get; init; }

    /// <summary>The run that began it, or that it repeats.</summary>
    public Guid? FromRun { get; init; }

    public Guid? BatchId { get; init; }
    public required string StartedBy { get; init; }

    /// <summary>How many workflows led to it, one after the other.</summary>
    public required int Depth { get; init; }

    /// <summary>The step that it is at, or was at last.</summary>
    public string? Step { get; private set; }

    public string? FailureCode { get; private set; }
    public string? FailureDetail { get; private set; }

    /// <summary>Lines of its ledger so far.</summary>
    public int Lines { get; set; }

    /// <summary>When time alone makes something due.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>It may take so long altogether.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last moved.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether it can still move by itself.</summary>
    public bool IsUnderWay => Status is RunStatus.Running or RunStatus.Waiting;

    /// <summary>It moved, and goes on.</summary>
    public void GoOn(RunStatus status, string? step, DateTimeOffset? due, DateTimeOffset now)
    {
        if (status is not (RunStatus.Running or RunStatus.Waiting)) throw new ArgumentOutOfRangeException(nameof(status));
        (Status, Step, DueAt, UpdatedAt) = (status, step ?? Step, due, now);
    }

    /// <summary>It is done.</summary>
    public void Complete(DateTimeOffset now) => (Status, DueAt, EndedAt, UpdatedAt) = (RunStatus.Completed, null, now, now);

    /// <summary>It stands at a step that failed.</summary>
    public void Fail(string? step, string code, string? detail, DateTimeOffset now) =>
        (Status, Step, FailureCode, FailureDetail, DueAt, EndedAt, UpdatedAt) = (RunStatus.Failed, step ?? Step, code, detail, null, now, now);

    /// <summary>It is tried again from where it failed.</summary>
    public Error? Retry(DateTimeOffset now)
    {
        if (Status is not RunStatus.Failed) return WorkflowErrors.Transition(Status, "retried");
        (Status, FailureCode, FailureDetail, EndedAt, UpdatedAt) = (RunStatus.Running, null, null, null, now);
        return null;
    }

    /// <summary>It goes no further. What it has done stays done.</summary>
    public Error? Cancel(string code, DateTimeOffset now)
    {
        if (Status is RunStatus.Completed or RunStatus.Canceled) return WorkflowErrors.Transition(Status, "canceled");
        (Status, FailureCode, DueAt, EndedAt, UpdatedAt) = (RunStatus.Canceled, code, null, now, now);
        return null;
    }
}

internal sealed class WorkflowRunConfiguration : IEntityTypeConfiguration<WorkflowRun>
{
    public const string OncePerEvent = "ix_workflow_runs_once_per_event";

    public void Configure(EntityTypeBuilder<WorkflowRun> run)
    {
        run.ToTable("workflow_runs");
        run.HasKey(r => new { r.TenantId, r.Id });
        run.HasIndex(r => new { r.TenantId, r.Workflow, r.EventId }).IsUnique().HasFilter("event_id IS NOT NULL").HasDatabaseName(OncePerEvent);
        run.HasIndex(r => new { r.TenantId, r.About, r.Workflow });
        run.HasIndex(r => new { r.TenantId, r.Workflow, r.Id });
        run.HasIndex(r => new { r.TenantId, r.BatchId }).HasFilter("batch_id IS NOT NULL");
        run.HasIndex(r => new { r.TenantId, r.Status, r.DueAt }).HasFilter("status IN ('running', 'waiting', 'failed')");
        run.HasIndex(r => new { r.TenantId, r.SealedFor });
        run.HasIndex(r => new { r.TenantId, r.EndedAt }).HasFilter("ended_at IS NOT NULL");
    }
}
