using System.Collections.Concurrent;
using System.Diagnostics;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;

namespace KybPlatform.Benchmarks.Jobs;

/// <summary>What a run waits for.</summary>
internal sealed class JobCounter
{
    private long _done;

    public long Done => Interlocked.Read(ref _done);

    /// <summary>When jobs about these subjects were done.</summary>
    public ConcurrentDictionary<Guid, long> Watched { get; } = new();

    public void Count(Guid subject)
    {
        Interlocked.Increment(ref _done);
        if (Watched.ContainsKey(subject)) Watched[subject] = Stopwatch.GetTimestamp();
    }
}

/// <summary>Writes one row of its tenant's and acknowledges, in one commit.</summary>
internal sealed class CountedJob(JobCounter counter) : IJobHandler
{
    public const string Kind = "benchmark.row";

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        work.Db.Add(new AuditEntry { TenantId = job.Tenant, Id = Uuid7.New(work.Now), At = work.Now, Actor = "automation", Action = Kind, Resource = "job" });
        work.Db.Finish(job);
        await work.Db.CommitAsync(ct);
        counter.Count(job.Subject);
    }
}
