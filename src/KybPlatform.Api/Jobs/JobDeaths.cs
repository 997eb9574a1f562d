using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Sets a job aside for good, and says so: in the log, to the tenant as an event, and to the audit trail.</summary>
internal sealed partial class JobDeaths(IServiceScopeFactory scopes, ITenantClock tenants, JobSubjects subjects, Signals signals, TimeProvider clock, ILogger<JobDeaths> log)
{
    /// <returns>False where it could not be written: the job is then put back like any other.</returns>
    public async Task<bool> TryRecordAsync(HeldJob job, string fault)
    {
        try
        {
            if (await tenants.FindAsync(job.Tenant, CancellationToken.None) is not { } tenant) return await RecordAsync(job, fault, null);
            return await RecordAsync(job, fault, Instants.Truncate(clock.GetUtcNow()) + tenant.Offset);
        }
        catch (ConflictException)
        {
            // Somebody else holds it by now.
            return true;
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private async Task<bool> RecordAsync(HeldJob job, string fault, DateTimeOffset? now)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(job.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        db.Extra.Add(Ending(job, fault));
        if (now is { } at)
            db.Record(Actor.Automation, at, "job.died", new JobId(job.Id).ToString(), subjects.Of(job.Kind, job.Subject), new { job.Kind, attempts = job.Attempt, fault });
        await db.CommitAsync(CancellationToken.None);
        Died(log, job.Kind, new JobId(job.Id), job.Tenant, job.Attempt, fault);
        signals.Events.Set();
        return true;
    }

    private static NpgsqlBatchCommand Ending(HeldJob job, string fault)
    {
        var end = new NpgsqlBatchCommand("""
            WITH ended AS (UPDATE jobs SET dead_at = clock_timestamp(), lease = $5, fault = $4 WHERE tenant_id = $1 AND id = $2 AND lease = $3 RETURNING 1)
            SELECT kyb_expect_one(count(*)) FROM ended
            """);
        end.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Tenant.Value });
        end.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
        end.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
        end.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fault });
        end.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        return end;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Kind} {Job} of {Tenant} is dead after {Attempt} attempts: {Fault}. It is revived with POST /v1/platform/jobs/{Job}/requeue")]
    private static partial void Died(ILogger log, string kind, JobId job, TenantId tenant, int attempt, string fault);
}

/// <summary>Public ids of what jobs are about.</summary>
internal sealed class JobSubjects(IEnumerable<JobKind> kinds)
{
    private readonly Dictionary<string, string?> _prefixes = kinds.ToDictionary(k => k.Kind, k => k.Subject, StringComparer.Ordinal);

    /// <returns>Null for a kind that is not known here, or whose subjects have no public id of one kind.</returns>
    public string? Of(string kind, Guid subject) => _prefixes.GetValueOrDefault(kind) is { } prefix ? PublicId.Write(prefix, subject) : null;
}
