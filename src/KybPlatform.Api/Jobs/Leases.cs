using KybPlatform.Api.Persistence;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Keeps a job held for as long as it runs, and stops it where another process has it: work that outlasts its lease must not run twice.</summary>
internal sealed partial class Leases(NpgsqlDataSource source, TimeProvider clock, ILogger<Leases> log)
{
    private static readonly TimeSpan Every = JobQueue.Lease / 3;

    // Gone is finished by its own commit; held by another lease is lost. The slot of a kind that may not run more often is kept along.
    private const string Renew = """
        WITH slot AS (UPDATE job_slots SET until = clock_timestamp() + $4 WHERE kind = $5 AND job_id = $2 AND lease = $3),
        renewed AS (UPDATE jobs SET due_at = clock_timestamp() + $4, turn_at = clock_timestamp() + $4 + (turn_at - due_at) WHERE tenant_id = $1 AND id = $2 AND lease = $3 RETURNING 1)
        SELECT EXISTS (SELECT FROM renewed) OR NOT EXISTS (SELECT FROM jobs WHERE tenant_id = $1 AND id = $2)
        """;

    /// <summary>Renews until the run ends; cancels the run where the lease was lost or could not be renewed in time.</summary>
    public async Task KeepAsync(HeldJob job, CancellationTokenSource run)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            await Task.Delay(Every, clock, run.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (run.IsCancellationRequested) return;
            var asked = clock.GetTimestamp();
            try
            {
                if (await RenewAsync(job, run.Token))
                {
                    since = asked;
                    continue;
                }
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException or OperationCanceledException)
            {
                // Until the lease itself is over nobody else can have it.
                if (clock.GetElapsedTime(since) < JobQueue.Lease - Every) continue;
            }
            if (run.IsCancellationRequested) return;
            Lost(log, job.Kind, new JobId(job.Id));
            await run.CancelAsync();
            return;
        }
    }

    private async Task<bool> RenewAsync(HeldJob job, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Renew);
        command.CommandTimeout = (int)Every.TotalSeconds;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = JobQueue.Lease });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Kind });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Kind} {Job} is stopped here: its lease was lost")]
    private static partial void Lost(ILogger log, string kind, JobId job);
}
