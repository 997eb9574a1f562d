using KybPlatform.Api.Jobs;
using Npgsql;

namespace KybPlatform.Api.Recording;

/// <summary>How long events are kept for readers.</summary>
public static class EventLog
{
    /// <summary>The database itself refuses to drop a younger one: the policy <c>kept</c> on its table says the same.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);
}

/// <summary>Drops the events of a live tenant that nobody can read any more. Positions go on from where they were; the audit trail keeps what happened.</summary>
internal sealed class DropOldEvents(NpgsqlDataSource source) : ITenantSweep
{
    // Positions follow time closely enough that the old ones are the lowest.
    private const string Drop = """
        DELETE FROM events WHERE tenant_id = $1 AND occurred_at < $2
            AND position IN (SELECT position FROM events WHERE tenant_id = $1 ORDER BY position LIMIT $3)
        """;

    public TimeSpan Every => TimeSpan.FromHours(1);

    // A test tenant's clock moves: its events keep.
    public Task RunAsync(TenantWork work, CancellationToken ct) => work.Live ? OldRows.DropAsync(work, source, Drop, work.Now - EventLog.Kept, ct) : Task.CompletedTask;
}
