using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Webhooks.Dispatch;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Webhooks;

/// <summary>
/// Events that an endpoint is told of and that have no delivery to it: what waited behind its position when it was disabled, and what happened until it was
/// enabled again. Whoever asks for what failed gets them, too.
/// </summary>
internal static class NeverSent
{
    // Behind the lane's position nothing is sent by itself any more; before it, everything is.
    private const string Events = $"""
        FROM webhook_lanes l JOIN webhook_endpoints p ON p.tenant_id = $1 AND p.id = $2 JOIN events e ON e.tenant_id = $1 AND e.event_id > $3 AND e.position <= l.position
        WHERE l.tenant_id = $1 AND l.endpoint_id = $2 AND {LaneReads.Told} AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.tenant_id = $1 AND d.event_id = e.event_id AND d.endpoint_id = $2)
        """;

    private const string Count = "SELECT count(*) " + Events;

    // An id of version 7 (RFC 9562): time first, as those have that are made elsewhere, so that the log keeps its order.
    private const string Add = """
        INSERT INTO webhook_deliveries (tenant_id, id, endpoint_id, event_id, position, type, trigger, status, attempts, created_at, next_attempt_at)
        SELECT $1, encode(overlay(set_bit(set_bit(uuid_send(gen_random_uuid()), 52, 1), 53, 1) PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 'hex')::uuid,
            $2, e.event_id, e.position, e.type, 'redelivery', 'pending', 0, clock_timestamp(), clock_timestamp()

        """ + Events;

    /// <summary>Has them sent with the commit.</summary>
    /// <param name="from">Only what happened then or later, and not before the endpoint was made or before the log of deliveries begins.</param>
    /// <param name="real">Real time: a test tenant's own clock may be ahead of it or behind.</param>
    /// <returns>How many there are.</returns>
    public static async Task<long> AddAsync(Work work, WebhookEndpoint endpoint, DateTimeOffset from, DateTimeOffset real)
    {
        var begin = new[] { from, endpoint.CreatedAt, real - DropOldDeliveries.Kept + TimeSpan.FromHours(1) }.Max();
        // Ids of events follow the tenant's time: where that is behind, so are they.
        if (work.Now < real) begin -= real - work.Now;
        work.Db.Extra.Add(Command(Add, endpoint, begin));
        await work.Db.Database.OpenConnectionAsync(work.Canceled);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)work.Db.Database.GetDbConnection());
            batch.BatchCommands.Add(TenantCommands.SettingTenant(work.Tenant));
            batch.BatchCommands.Add(Command(Count, endpoint, begin));
            await using var rows = await batch.ExecuteReaderAsync(work.Canceled);
            await rows.NextResultAsync(work.Canceled);
            await rows.ReadAsync(work.Canceled);
            return rows.GetInt64(0);
        }
        finally
        {
            await work.Db.Database.CloseConnectionAsync();
        }
    }

    private static NpgsqlBatchCommand Command(string sql, WebhookEndpoint endpoint, DateTimeOffset begin)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = endpoint.TenantId.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = endpoint.Id.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Uuid7.Last(begin.AddMilliseconds(-1)) });
        return command;
    }
}
