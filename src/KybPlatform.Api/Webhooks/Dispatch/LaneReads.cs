using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>Something to send: news that have no delivery yet, or a delivery that is tried again.</summary>
/// <param name="Attempts">Attempts before this one.</param>
/// <param name="News">Null where the event is no longer kept.</param>
internal sealed record Parcel(WebhookDeliveryId Delivery, News? News, Guid Event, long? Position, string Type, int Attempts, DateTimeOffset CreatedAt, bool IsNew, bool IsAsked = false);

/// <summary>To whom, and signed with what.</summary>
internal sealed record Recipient(Uri Url, IReadOnlyList<byte[]> Secrets, WebhookPayload Payload, bool PersonalData);

/// <param name="UpTo">The position that the lane has reached when all of it is written down.</param>
/// <param name="More">Whether there was more than was read.</param>
internal sealed record Load(Recipient To, IReadOnlyList<Parcel> Parcels, long UpTo, bool More);

/// <summary>Reads an endpoint, what is to be tried again, and the next stretch of the log, in one round trip.</summary>
internal sealed class LaneReads(NpgsqlDataSource source, WebhookSecrets secrets, TimeProvider clock)
{
    private const string Endpoint = "SELECT url, secret, previous_secret, previous_until, event_types, payload, personal_data FROM webhook_endpoints WHERE tenant_id = $1 AND id = $2 AND status = 'enabled'";

    private const string Again = """
        SELECT d.id, d.event_id, d.position, d.type, d.attempts, d.created_at, e.resource, e.parent, e.occurred_at, d.trigger <> 'event'
        FROM webhook_deliveries d LEFT JOIN events e ON e.tenant_id = d.tenant_id AND e.position = d.position
        WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.status = 'pending' AND d.next_attempt_at <= now() ORDER BY d.trigger = 'event', d.next_attempt_at LIMIT $3
        """;

    /// <summary>Whether the endpoint <c>p</c> is told of the event <c>e</c>.</summary>
    internal const string Told = "(p.event_types = '{}' OR '*' = ANY (p.event_types) OR e.type = ANY (p.event_types) OR split_part(e.type, '.', 1) || '.*' = ANY (p.event_types))";

    // The filter is the endpoint's own row: whoever changes it is heeded by the next load.
    private const string Next = $"""
        SELECT e.event_id, e.position, e.type, e.resource, e.parent, e.occurred_at FROM events e
        WHERE e.tenant_id = $1 AND e.position > $3 AND e.position <= $4 AND EXISTS (
            SELECT FROM webhook_endpoints p WHERE p.tenant_id = $1 AND p.id = $2
                AND {Told})
        ORDER BY e.position LIMIT $5
        """;

    /// <summary>Null where the endpoint is not delivered to any more.</summary>
    public async Task<Load?> ReadAsync(HeldLane lane, int most, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(TenantCommands.SettingTenant(lane.Tenant));
        batch.BatchCommands.Add(Command(Endpoint, lane));
        batch.BatchCommands.Add(Command(Again, lane, new NpgsqlParameter<int> { TypedValue = most }));
        batch.BatchCommands.Add(Command(Next, lane, new NpgsqlParameter<long> { TypedValue = lane.Position }, new NpgsqlParameter<long> { TypedValue = lane.Head }, new NpgsqlParameter<int> { TypedValue = most }));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await rows.NextResultAsync(ct);
        if (!await rows.ReadAsync(ct)) return null;
        var to = ReadRecipient(rows, lane);
        var (again, fresh, now) = (new List<Parcel>(), new List<Parcel>(), clock.GetUtcNow());
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct)) again.Add(ReadAgain(rows, lane.Endpoint));
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct)) fresh.Add(ReadNew(rows, now));
        if (lane.IsFailing) return One(lane, to, again, fresh);
        // What is new goes first: a few events that a receiver never takes must not stand before all others.
        return new Load(to, [.. fresh, .. again], fresh.Count < most ? lane.Head : fresh[^1].Position!.Value, fresh.Count == most || again.Count == most);
    }

    // A lane that fails is tried with one: what somebody asked for, else by turns what is new and what failed before.
    private static Load One(HeldLane lane, Recipient to, List<Parcel> again, List<Parcel> fresh)
    {
        var takesAgain = again is [{ IsAsked: true }, ..] || fresh.Count == 0 || (again.Count > 0 && lane.Failures % 2 == 1);
        var upTo = fresh.Count == 0 ? lane.Head : takesAgain ? lane.Position : fresh[0].Position!.Value;
        return new Load(to, takesAgain ? again : fresh, upTo, More: true);
    }

    private Recipient ReadRecipient(NpgsqlDataReader row, HeldLane lane)
    {
        var id = new WebhookEndpointId(lane.Endpoint);
        var keys = new List<byte[]> { secrets.Open(lane.Tenant, id, row.GetFieldValue<byte[]>(1)) };
        if (!row.IsDBNull(2) && row.GetFieldValue<DateTimeOffset>(3) > clock.GetUtcNow()) keys.Add(secrets.Open(lane.Tenant, id, row.GetFieldValue<byte[]>(2)));
        return new Recipient(new Uri(row.GetString(0)), keys, SnakeCase.Parse<WebhookPayload>(row.GetString(5)), row.GetBoolean(6));
    }

    private static Parcel ReadAgain(NpgsqlDataReader row, Guid endpoint)
    {
        var (id, happened, type, created) = (new WebhookDeliveryId(row.GetGuid(0)), row.GetGuid(1), row.GetString(3), row.GetFieldValue<DateTimeOffset>(5));
        long? position = row.IsDBNull(2) ? null : row.GetInt64(2);
        var news = position is null ? new News(happened, null, type, new WebhookEndpointId(endpoint).ToString(), null, created)
            : row.IsDBNull(6) ? null
            : new News(happened, position, type, row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetFieldValue<DateTimeOffset>(8));
        return new Parcel(id, news, happened, position, type, row.GetInt32(4), created, IsNew: false, row.GetBoolean(9));
    }

    private static Parcel ReadNew(NpgsqlDataReader row, DateTimeOffset now)
    {
        var news = new News(row.GetGuid(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetFieldValue<DateTimeOffset>(5));
        return new Parcel(PublicId.New<WebhookDeliveryId>(now), news, news.Event, news.Position, news.Type, 0, Instants.Truncate(now), IsNew: true);
    }

    private static NpgsqlBatchCommand Command(string sql, HeldLane lane, params NpgsqlParameter[] more)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lane.Tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lane.Endpoint });
        foreach (var parameter in more) command.Parameters.Add(parameter);
        return command;
    }
}
