using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Workflows;

/// <summary>Where a batch stands. <c>running</c>: it goes through what its filter finds; its runs may go on for long after it is <c>completed</c>.</summary>
public enum BatchStatus { Running, Completed, Canceled }

/// <summary>Runs of one version of a workflow, one for each resource that a filter finds. It goes through them page by page; each page commits with the place where the next begins.</summary>
public sealed class WorkflowBatch : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required WorkflowBatchId Id { get; init; }
    public int Version { get; set; }
    public required string Workflow { get; init; }
    public required int Number { get; init; }
    public required string Hash { get; init; }

    /// <summary>What it goes through; JSON.</summary>
    public required string Filter { get; init; }

    public BatchStatus Status { get; private set; }

    /// <summary>The last resource that it came to; empty at the beginning.</summary>
    public Guid After { get; private set; }

    /// <summary>Runs begun so far.</summary>
    public int Started { get; private set; }

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>A page was gone through.</summary>
    public void GoOn(Guid after, int started, bool last, DateTimeOffset now)
    {
        (After, Started, UpdatedAt) = (after, Started + started, now);
        if (last) (Status, EndedAt) = (BatchStatus.Completed, now);
    }

    /// <summary>No more runs are begun; those that were go on.</summary>
    public Error? Cancel(DateTimeOffset now)
    {
        if (Status is not BatchStatus.Running) return Error.Conflict("invalid_transition", $"A batch that is {SnakeCase.Of(Status)} cannot be canceled.");
        (Status, EndedAt, UpdatedAt) = (BatchStatus.Canceled, now, now);
        return null;
    }
}

internal sealed class WorkflowBatchConfiguration : IEntityTypeConfiguration<WorkflowBatch>
{
    public void Configure(EntityTypeBuilder<WorkflowBatch> batch)
    {
        batch.ToTable("workflow_batches");
        batch.HasKey(b => new { b.TenantId, b.Id });
        batch.Property(b => b.After).ValueGeneratedNever();
    }
}
