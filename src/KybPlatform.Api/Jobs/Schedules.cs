using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Puts schedules into a unit of work: what is promised again and again begins and ends with the commit that says so.</summary>
public static class Schedules
{
    // A schedule that stays as it was keeps its next time: whoever starts a process must not put it off.
    internal const string Upsert = """
        INSERT INTO schedules (tenant_id, key, cron, zone, kind, subject, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (tenant_id, key) DO UPDATE SET cron = excluded.cron, zone = excluded.zone, kind = excluded.kind, subject = excluded.subject, next_at = excluded.next_at, unread_until = NULL
        WHERE (schedules.cron, schedules.zone, schedules.kind, schedules.subject) <> (excluded.cron, excluded.zone, excluded.kind, excluded.subject)
        """;

    /// <summary>Promises jobs of a kind by these times from now on, in place of what the key stood for.</summary>
    /// <param name="real">Real time: a test tenant's own clock moves nothing here.</param>
    public static void Schedule(this PlatformDb db, string key, CronTimes times, string kind, Guid subject, DateTimeOffset real) =>
        db.Extra.Add(Command(db.Tenant!.Value, key, times, kind, subject, real));

    /// <summary>Promises no more of them; what is promised already stays.</summary>
    public static void Unschedule(this PlatformDb db, string key)
    {
        var end = new NpgsqlBatchCommand("DELETE FROM schedules WHERE tenant_id = $1 AND key = $2");
        end.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = db.Tenant!.Value.Value });
        end.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        db.Extra.Add(end);
    }

    internal static NpgsqlBatchCommand Command(TenantId tenant, string key, CronTimes times, string kind, Guid subject, DateTimeOffset real)
    {
        var upsert = new NpgsqlBatchCommand(Upsert);
        upsert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        foreach (var text in (ReadOnlySpan<string>)[key, times.Cron, times.Zone, kind]) upsert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        upsert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subject });
        upsert.Parameters.Add(new NpgsqlParameter { Value = (object?)times.After(real) ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        return upsert;
    }
}
