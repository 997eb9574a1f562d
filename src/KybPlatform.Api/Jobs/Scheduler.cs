using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>
/// Turns schedules that are due into jobs: the job and the next time commit together, so each time is promised once, however many workers there
/// are. Times that nobody was there for are made up for by one job, not by one each.
/// </summary>
internal sealed partial class Scheduler(NpgsqlDataSource source, IEnumerable<PlatformSchedule> own, Signals signals, TimeProvider clock, ILogger<Scheduler> log) : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private const string Due = "SELECT tenant_id, key, cron, zone, kind, subject, next_at FROM schedules WHERE next_at <= $1 AND (unread_until IS NULL OR unread_until <= $1) ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED";

    private const string Move = "UPDATE schedules SET last_at = next_at, next_at = $3, unread_until = NULL WHERE tenant_id = $1 AND key = $2";

    private const string SetAside = "UPDATE schedules SET unread_until = $3 WHERE tenant_id = $1 AND key = $2";

    private const string Promise = "INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts) VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp(), $5, 0)";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!known) await EnsureOwnAsync(stoppingToken);
                known = true;
                await PromiseDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(log, away.Message);
            }
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Promises what is due now.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PromiseDueAsync(CancellationToken ct)
    {
        var (looked, promised) = (0, 0);
        do
        {
            (looked, var some) = await BiteAsync(ct);
            promised += some;
        }
        while (looked == AtOnce);
        return promised;
    }

    private async Task<(int Looked, int Promised)> BiteAsync(CancellationToken ct)
    {
        var (now, looked, promised) = (clock.GetUtcNow(), 0, 0);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        await using (var due = new NpgsqlCommand(Due, connection, transaction))
        {
            due.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
            due.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AtOnce });
            await using var rows = await due.ExecuteReaderAsync(ct);
            for (; await rows.ReadAsync(ct); looked++)
                if (TryAdd(batch, rows, now)) promised++;
        }
        if (looked == 0) return (0, 0);
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        if (promised > 0) signals.Jobs.Set();
        return (looked, promised);
    }

    private static bool TryAdd(NpgsqlBatch batch, NpgsqlDataReader row, DateTimeOffset now)
    {
        // What cannot be read any more (a time zone that the system forgot) is looked at again in an hour, so that it stands in nobody's way; it is told of meanwhile.
        if (!CronTimes.TryParse(row.GetString(2), row.GetString(3), out var times))
        {
            var aside = new NpgsqlBatchCommand(SetAside);
            aside.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = row.GetGuid(0) });
            aside.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.GetString(1) });
            aside.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + Patience });
            batch.BatchCommands.Add(aside);
            return false;
        }
        var move = new NpgsqlBatchCommand(Move);
        move.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = row.GetGuid(0) });
        move.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.GetString(1) });
        move.Parameters.Add(new NpgsqlParameter { Value = (object?)times.After(now) ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        var promise = new NpgsqlBatchCommand(Promise);
        promise.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = row.GetGuid(0) });
        promise.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Uuid7.New(now) });
        promise.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.GetString(4) });
        promise.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = row.GetGuid(5) });
        promise.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        batch.BatchCommands.Add(move);
        batch.BatchCommands.Add(promise);
        return true;
    }

    private async Task EnsureOwnAsync(CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        foreach (var schedule in own) batch.BatchCommands.Add(Schedules.Command(Caller.PlatformTenant, schedule.Key, schedule.Times, schedule.Kind, Guid.Empty, clock.GetUtcNow()));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Schedules wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
