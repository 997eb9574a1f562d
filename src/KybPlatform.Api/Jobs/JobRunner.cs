using System.Collections.Frozen;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Runs one held job in its own unit of work, and puts it back with a growing pause where it fails.</summary>
public sealed partial class JobRunner(IServiceScopeFactory scopes, IEnumerable<JobKind> kinds, ITenantClock tenants, NpgsqlDataSource source, TimeProvider clock, ILogger<JobRunner> log)
{
    /// <summary>After so many failures a job is set aside for a person.</summary>
    public const int MostAttempts = 12;
    private readonly FrozenDictionary<string, Type> _handlers = kinds.ToFrozenDictionary(k => k.Kind, k => k.Handler);

    /// <returns>False where it failed; it will be tried again.</returns>
    public async Task<bool> RunAsync(HeldJob job, CancellationToken ct)
    {
        try
        {
            if (await tenants.FindAsync(job.Tenant, ct) is not { } tenant) throw new InvalidOperationException($"{job.Tenant} does not exist.");
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(job.Tenant);
            var handler = (IJobHandler)scope.ServiceProvider.GetRequiredService(_handlers[job.Kind]);
            var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), job.Tenant, tenant.Live, Instants.Truncate(clock.GetUtcNow()) + tenant.Offset);
            await handler.RunAsync(job, work, ct);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await PutBackAsync(job, TimeSpan.Zero, dead: false);
            throw;
        }
        catch (Exception fault)
        {
            // A lost lease means that somebody else has it: putting back then matches no row.
            Failed(log, job.Kind, job.Attempt, fault);
            await PutBackAsync(job, Pause(job.Attempt), dead: job.Attempt >= MostAttempts);
            return false;
        }
    }

    /// <summary>0.2 s, 0.4 s, … up to ten minutes, with a fifth of jitter.</summary>
    private static TimeSpan Pause(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(600, 0.1 * Math.Pow(2, attempt)) * (0.9 + (0.2 * Random.Shared.NextDouble())));

    private async Task PutBackAsync(HeldJob job, TimeSpan pause, bool dead)
    {
        try
        {
            await using var command = source.CreateCommand(
                "UPDATE jobs SET due_at = clock_timestamp() + $4, dead_at = CASE WHEN $5 THEN clock_timestamp() END WHERE tenant_id = $1 AND id = $2 AND lease = $3");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pause });
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = dead });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException away)
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
