using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Recording;

/// <summary>
/// Gives committed events their positions, tenant by tenant. It reads only what is committed, so an event whose transaction is
/// still open gets a later position than one that overtook it: positions have no gaps and readers miss nothing.
/// </summary>
internal sealed partial class Relay(NpgsqlDataSource source, IEnumerable<IFollowsEvents> followers, Signals signals, PlatformSettings settings, TimeProvider clock, ILogger<Relay> log) : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    // Locks the tenant's head first; the next statement then sees all that another relay placed meanwhile.
    private const string LockHead =
        "INSERT INTO event_heads (tenant_id, position) VALUES ($1, 0) ON CONFLICT (tenant_id) DO UPDATE SET position = event_heads.position";

    private const string Place = """
        WITH taken AS (
            DELETE FROM outbox WHERE tenant_id = $1 AND event_id IN (SELECT event_id FROM outbox WHERE tenant_id = $1 ORDER BY event_id LIMIT 2000)
            RETURNING event_id, type, resource, parent, occurred_at, depth
        ), placed AS (
            INSERT INTO events (tenant_id, position, event_id, type, resource, parent, occurred_at, depth)
            SELECT $1, (SELECT position FROM event_heads WHERE tenant_id = $1) + row_number() OVER (ORDER BY event_id), event_id, type, resource, parent, occurred_at, depth FROM taken
            RETURNING 1
        )
        UPDATE event_heads SET position = position + (SELECT count(*) FROM placed) WHERE tenant_id = $1
        """;

    // One index probe a tenant, however many events wait.
    private const string Waiting = """
        WITH RECURSIVE ring AS (
            (SELECT tenant_id FROM outbox ORDER BY tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT o.tenant_id FROM outbox o WHERE o.tenant_id > r.tenant_id ORDER BY o.tenant_id LIMIT 1) FROM ring r WHERE r.tenant_id IS NOT NULL
        ) SELECT tenant_id FROM ring WHERE tenant_id IS NOT NULL
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signals.Events.WaitAsync(settings.Poll, stoppingToken);
                await Task.Delay(Gather, clock, stoppingToken);
                await PlaceAllAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(log, fault.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(250), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Places what is committed now.</summary>
    public async Task PlaceAllAsync(CancellationToken ct)
    {
        var tenants = new List<Guid>();
        await using (var waiting = source.CreateCommand(Waiting))
        await using (var rows = await waiting.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct)) tenants.Add(rows.GetGuid(0));
        foreach (var tenant in tenants) await PlaceAsync(new TenantId(tenant), ct);
    }

    private async Task PlaceAsync(TenantId tenant, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(TenantCommands.SettingTenant(tenant));
        foreach (var sql in (ReadOnlySpan<string>)[LockHead, Place])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
            batch.BatchCommands.Add(command);
        }
        foreach (var command in followers.SelectMany(f => f.Commands(tenant))) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
        foreach (var follower in followers) follower.Placed();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
