using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Jobs;

/// <summary>Names one job, for whoever has to look at it.</summary>
public readonly record struct JobId(Guid Value) : IPublicId<JobId>
{
    public static string Prefix => "job";
    public static JobId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>
/// Work that was promised in a committed transaction: which handler, for which resource, due when. Holding a job means its
/// <see cref="DueAt"/> was pushed into the future (the lease); finishing it deletes the row in the commit of what it did.
/// </summary>
[GlobalTable("workers claim across tenants; ids, kinds and due times only")]
public sealed class Job
{
    public required TenantId TenantId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Outlives renames of its handler: stored in rows.</summary>
    public required string Kind { get; init; }

    public required Guid Subject { get; init; }

    /// <summary>By the database's clock: not claimed before.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Orders a tenant's due jobs: when it is due, and its priority's handicap later.</summary>
    public DateTimeOffset TurnAt { get; init; }

    /// <summary>Changes with every claim; whoever holds another one has lost the lease. Zero while nobody holds the job.</summary>
    public Guid Lease { get; init; }

    public int Attempts { get; init; }

    /// <summary>Set when the attempts are used up: kept, shown, and revived by hand.</summary>
    public DateTimeOffset? DeadAt { get; init; }

    /// <summary>The kind of fault that ended the last attempt, such as <c>timeout</c>; never what it said.</summary>
    public string? Fault { get; init; }
}

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> job)
    {
        job.ToTable("jobs");
        job.HasKey(j => new { j.TenantId, j.Id });
        job.HasIndex(j => new { j.TenantId, j.TurnAt }).HasFilter("dead_at IS NULL");
        job.Property(j => j.TurnAt).HasDefaultValueSql("clock_timestamp()").ValueGeneratedNever();
        job.HasIndex(j => j.DueAt).HasFilter("dead_at IS NULL");
        job.HasIndex(j => j.Id).HasFilter("dead_at IS NOT NULL");
    }
}
