using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Workflows;

/// <summary>One line of a run's ledger: what a step did, once and for all. Codes and ids only.</summary>
public sealed class WorkflowRunStep : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required WorkflowRunId RunId { get; init; }

    /// <summary>Counts the lines of the run from 1: two processes cannot both write the same one.</summary>
    public required int Line { get; init; }

    public required string Step { get; init; }
    public required string Kind { get; init; }
    public required int Attempt { get; init; }
    public required LineOutcome Outcome { get; init; }

    /// <summary>The branch that was taken, what ended a wait, an error's code.</summary>
    public string? Note { get; init; }

    public string? Detail { get; init; }

    /// <summary>The public id of what the step made or moved.</summary>
    public string? Resource { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>An event that a run waits for. Who follows the tenant's log finds it by what the event is about.</summary>
public sealed class WorkflowWait : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required WorkflowRunId RunId { get; init; }

    /// <summary>The place in the run.</summary>
    public required int Token { get; init; }

    /// <summary>What the event is about: the run's own resource.</summary>
    public required string About { get; init; }

    public required string[] Events { get; init; }

    /// <summary>Events that are older than this were not waited for.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whether the log was searched for what came before anybody listened.</summary>
    public bool Looked { get; init; }

    /// <summary>Positions in the log of what was heard and not weighed yet.</summary>
    public long[] Heard { get; init; } = [];
}

/// <summary>How far a tenant's log was followed for its workflows.</summary>
public sealed class WorkflowFollower : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>The last position that the log is known to have.</summary>
    public required long Head { get; init; }

    /// <summary>Up to here every event was weighed.</summary>
    public required long Position { get; init; }

    /// <summary>A job that follows it is promised.</summary>
    public required bool Promised { get; init; }

    /// <summary>Types that anything began with or waited for, beside those of the shipped workflows.</summary>
    public required string[] Events { get; init; }
}

internal sealed class WorkflowRunStepConfiguration : IEntityTypeConfiguration<WorkflowRunStep>
{
    public void Configure(EntityTypeBuilder<WorkflowRunStep> step)
    {
        step.ToTable("workflow_run_steps");
        step.HasKey(s => new { s.TenantId, s.RunId, s.Line });
        step.Property(s => s.Line).ValueGeneratedNever();
    }
}

internal sealed class WorkflowWaitConfiguration : IEntityTypeConfiguration<WorkflowWait>
{
    public void Configure(EntityTypeBuilder<WorkflowWait> wait)
    {
        wait.ToTable("workflow_waits");
        wait.HasKey(w => new { w.TenantId, w.RunId, w.Token });
        wait.Property(w => w.Token).ValueGeneratedNever();
        wait.HasIndex(w => new { w.TenantId, w.About });
    }
}

internal sealed class WorkflowFollowerConfiguration : IEntityTypeConfiguration<WorkflowFollower>
{
    public void Configure(EntityTypeBuilder<WorkflowFollower> follower)
    {
        follower.ToTable("workflow_followers");
        follower.HasKey(f => f.TenantId);
        follower.Property(f => f.Head).ValueGeneratedNever();
        follower.Property(f => f.Position).ValueGeneratedNever();
    }
}
