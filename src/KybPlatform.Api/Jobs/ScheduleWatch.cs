using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Schedules whose time passed five minutes ago and for which nothing was promised: no worker runs, or the schedule cannot be read.</summary>
internal sealed class ScheduleWatch(NpgsqlDataSource source, TimeProvider clock) : ITenantWatch, IPlatformWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string Missed = "SELECT key, next_at FROM schedules WHERE next_at < $1 AND tenant_id = $2 ORDER BY key LIMIT 100";

    public Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct) => LookAsync(work.Tenant.Value, clock.GetUtcNow(), ct);

    public Task<IReadOnlyList<Sighting>> LookAsync(DateTimeOffset now, CancellationToken ct) => LookAsync(Guid.Empty, now, ct);

    private async Task<IReadOnlyList<Sighting>> LookAsync(Guid tenant, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Missed);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - Patience });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant });
        var seen = new List<Sighting>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) seen.Add(new Sighting("schedule_missed", rows.GetString(0), 1, rows.GetFieldValue<DateTimeOffset>(1)));
        return seen;
    }
}
