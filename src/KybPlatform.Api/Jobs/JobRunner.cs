using System.Collections.Frozen;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Runs one held job in its own unit of work, and puts it back with a growing pause where it fails.</summary>
internal sealed partial class JobRunner(
    IServiceScopeFactory scopes, IEnumerable<JobKind> kinds, ITenantClock tenants, Leases leases, JobDeaths deaths, NpgsqlDataSource source, TimeProvider clock, ILogger<JobRunner> log)
{
    /// <summary>After so many failures a job is set aside for a person.</summary>
    public const int MostAttempts = 12;

    /// <summary>No job may run longer: one that hangs holds its lease, but not for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly FrozenDictionary<string, Type> _handlers = kinds.ToFrozenDictionary(k => k.Kind, k => k.Handler);

    /// <returns>False where it failed; it will be tried again.</returns>
    public async Task<bool> RunAsync(HeldJob job, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        try
        {
            // Claimed once more than it may fail: it never came to an end, because it takes its process with it.
            if (job.Attempt > MostAttempts) throw new JobNeverEndedException();
            await HandleAsync(job, ct);
            JobMeter.Count(job.Kind, "done", clock.GetElapsedTime(started));
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Cut off by the shutdown it has not failed: the try does not count.
            await PutBackAsync(job, TimeSpan.Zero, null, tried: false);
            throw;
        }
        catch (Exception fault)
        {
            // A lost lease means that somebody else has it: putting back then matches no row.
            Failed(log, job.Kind, job.Attempt, fault);
            var died = job.Attempt >= MostAttempts && await deaths.TryRecordAsync(job, JobFaults.Of(fault));
            if (!died) await PutBackAsync(job, Pause(job.Attempt), JobFaults.Of(fault));
            JobMeter.Count(job.Kind, died ? "died" : "failed", clock.GetElapsedTime(started));
            return false;
        }
    }

    private async Task HandleAsync(HeldJob job, CancellationToken ct)
    {
        // The platform's own work belongs to no tenant, and goes by real time.
        var found = job.Tenant == Caller.PlatformTenant ? (true, TimeSpan.Zero) : await tenants.FindAsync(job.Tenant, ct);
        if (found is not { } tenant) throw new InvalidOperationException($"{job.Tenant} does not exist.");
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(job.Tenant);
        var handler = (IJobHandler)scope.ServiceProvider.GetRequiredService(_handlers[job.Kind]);
        var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), job.Tenant, tenant.Live, Instants.Truncate(clock.GetUtcNow()) + tenant.Offset);
        using var run = CancellationTokenSource.CreateLinkedTokenSource(ct);
        run.CancelAfter(Longest);
        var keeping = leases.KeepAsync(job, run);
        try
        {
            await handler.RunAsync(job, work, run.Token);
        }
        finally
        {
            await run.CancelAsync();
            await keeping;
        }
    }

    /// <summary>0.2 s, 0.4 s, … up to ten minutes, with a fifth of jitter.</summary>
    private static TimeSpan Pause(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(600, 0.1 * Math.Pow(2, attempt)) * (0.9 + (0.2 * Random.Shared.NextDouble())));

    private async Task PutBackAsync(HeldJob job, TimeSpan pause, string? fault, bool tried = true)
    {
        try
        {
            await using var command = source.CreateCommand(
                "UPDATE jobs SET due_at = clock_timestamp() + $4, turn_at = clock_timestamp() + $4 + (turn_at - due_at), lease = $6, fault = coalesce($5, fault), attempts = attempts - $7 WHERE tenant_id = $1 AND id = $2 AND lease = $3");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pause });
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)fault ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = tried ? 0 : 1 });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            // The lease runs out by itself.
            NotPutBack(log, job.Kind, away.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Kind} failed at attempt {Attempt}")]
    private static partial void Failed(ILogger log, string kind, int attempt, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Kind} waits for its lease to end: {Reason}")]
    private static partial void NotPutBack(ILogger log, string kind, string reason);
}

/// <summary>A job was taken again and again and never given back: its process died with it each time.</summary>
internal sealed class JobNeverEndedException() : Exception("It never came to an end.");
