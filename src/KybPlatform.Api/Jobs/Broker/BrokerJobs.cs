using System.Collections.Concurrent;
using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Jobs.Broker;

/// <summary>
/// Jobs that the broker says are this process's to take. A message is a hint and the table is the truth: taking changes the lease that the message named, so a
/// message that comes twice takes nothing the second time, and one that is lost is sent again when its lease is over. While the broker is away jobs are claimed
/// from the table, as without one.
/// </summary>
internal sealed class BrokerJobs(JobClaims claims, NpgsqlDataSource source) : IJobSource, IDisposable
{
    // What is given back comes again by way of the relay: not at once, or a full kind would go round and round.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentQueue<CarriedJob> _arrived = new();

    /// <summary>Not while the broker is away.</summary>
    public bool Carried { get; set; }

    public Signal Due { get; } = new();

    public void Dispose() => Due.Dispose();

    public void Arrived(CarriedJob job)
    {
        _arrived.Enqueue(job);
        Due.Wake();
    }

    public async Task<IReadOnlyList<HeldJob>> TakeAsync(int most, Guid[] except, string[] kinds, DateTimeOffset now, CancellationToken ct)
    {
        var arrived = new List<CarriedJob>();
        while (arrived.Count < most && _arrived.TryDequeue(out var job)) arrived.Add(job);
        if (arrived.Count == 0) return Carried ? [] : await claims.TakeAsync(most, except, kinds, now, ct);
        try
        {
            var taken = await TakeAsync(arrived, Uuid7.New(now), ct);
            foreach (var job in arrived) await job.Line.ForgetAsync(job.Tag);
            // More may have come than there were hands.
            if (!_arrived.IsEmpty) Due.Wake();
            return taken;
        }
        catch
        {
            foreach (var job in arrived) await job.Line.ReturnAsync(job.Tag);
            throw;
        }
    }

    public Task GiveBackAsync(IReadOnlyList<HeldJob> jobs, TimeSpan pause, CancellationToken ct) => claims.GiveBackAsync(jobs, 1, pause > Pause ? pause : Pause, ct);

    private async Task<List<HeldJob>> TakeAsync(List<CarriedJob> arrived, Guid lease, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            UPDATE jobs j SET due_at = clock_timestamp() + $4, turn_at = clock_timestamp() + $4 + (j.turn_at - j.due_at), lease = $5, attempts = j.attempts + 1
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS u (tenant_id, id, lease) WHERE j.tenant_id = u.tenant_id AND j.id = u.id AND j.lease = u.lease AND j.dead_at IS NULL
            RETURNING j.tenant_id, j.id, j.kind, j.subject, j.attempts
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. arrived.Select(j => j.Tenant.Value)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. arrived.Select(j => j.Id)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. arrived.Select(j => j.Lease)] });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = JobQueue.Lease });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lease });
        return await JobClaims.ReadAsync(command, lease, ct);
    }
}
