using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Jobs;

/// <summary>How a job stands. <c>late</c>: due for more than a minute and still not taken. <c>dead</c>: its attempts are used up; it waits for a person.</summary>
public enum JobStatus { Waiting, Running, Due, Late, Dead }

/// <summary>Work that the platform promised and has not finished.</summary>
/// <param name="Subject">What it is about, where that has a public id.</param>
/// <param name="Fault">The kind of fault that ended the last attempt: <c>timeout</c>, <c>connection</c>, <c>database</c>, <c>conflict</c>, <c>never_ended</c> or <c>unexpected</c>.</param>
public sealed record JobResource(JobId Id, string Kind, string? Subject, JobStatus Status, int Attempts, DateTimeOffset DueAt, DateTimeOffset? DeadAt, string? Fault);

/// <summary>A job as the platform's operator sees it: with its tenant.</summary>
public sealed record PlatformJobResource(
    JobId Id, TenantId TenantId, string Kind, string? Subject, JobStatus Status, int Attempts, DateTimeOffset DueAt, DateTimeOffset? DeadAt, string? Fault);

/// <summary>Jobs by status, as a query and as a word.</summary>
internal static class JobStates
{
    /// <summary>So long a due job may wait for a worker before it is called late.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static IQueryable<Job> In(this IQueryable<Job> jobs, JobStatus status, DateTimeOffset now) => status switch
    {
        JobStatus.Dead => jobs.Where(j => j.DeadAt != null),
        JobStatus.Late => jobs.Where(j => j.DeadAt == null && j.DueAt <= now - Patience),
        JobStatus.Due => jobs.Where(j => j.DeadAt == null && j.DueAt <= now && j.DueAt > now - Patience),
        JobStatus.Running => jobs.Where(j => j.DeadAt == null && j.DueAt > now && j.Lease != Guid.Empty),
        JobStatus.Waiting => jobs.Where(j => j.DeadAt == null && j.DueAt > now && j.Lease == Guid.Empty),
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static JobStatus StatusAt(this Job job, DateTimeOffset now) =>
        job.DeadAt is not null ? JobStatus.Dead
        : job.DueAt <= now - Patience ? JobStatus.Late
        : job.DueAt <= now ? JobStatus.Due
        : job.Lease != Guid.Empty ? JobStatus.Running : JobStatus.Waiting;

    public static Error Unknown(string given)
    {
        var detail = $"Not a known value.{Nearest.Hint(given, SnakeCase.All<JobStatus>())}";
        return Error.Invalid("unknown_value", detail, new FieldError("?status", "unknown_value", detail)) with { OfShape = true };
    }
}
