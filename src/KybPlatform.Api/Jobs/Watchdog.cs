using System.Diagnostics.Metrics;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>How the work of one kind stands, over all tenants.</summary>
/// <param name="Due">Jobs that a worker should take now.</param>
/// <param name="Oldest">For how long the longest waiting of them has been due.</param>
/// <param name="Dead">Jobs that wait for a person.</param>
public sealed record KindOfWork(string Kind, long Due, TimeSpan Oldest, long Dead);

/// <summary>How all work stands.</summary>
/// <param name="Outbox">Committed events that have no position yet.</param>
/// <param name="OutboxLag">For how long the oldest of them has waited.</param>
public sealed record WorkState(IReadOnlyList<KindOfWork> Kinds, long Outbox, TimeSpan OutboxLag)
{
    public static WorkState Unknown { get; } = new([], 0, TimeSpan.Zero);

    /// <summary>What is told of as stuck, by kind, over all tenants.</summary>
    public IReadOnlyDictionary<string, long> Concerns { get; init; } = new Dictionary<string, long>();
}

/// <summary>Looks again and again whether anything is late or dead, and says so: nothing is stuck in silence.</summary>
public sealed partial class Watchdog(
    NpgsqlDataSource source, IServiceScopeFactory scopes, IEnumerable<IPlatformWatch> watches, IMeterFactory meters, TimeProvider clock, ILogger<Watchdog> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(5);

    private const string Look = """
        SELECT kind, count(*) FILTER (WHERE dead_at IS NULL AND due_at <= clock_timestamp()),
            coalesce(extract(epoch FROM clock_timestamp() - min(due_at) FILTER (WHERE dead_at IS NULL AND due_at <= clock_timestamp())), 0)::float8, count(dead_at)
        FROM jobs GROUP BY kind ORDER BY kind
        """;

    private const string LookAtOutbox = "SELECT count(*), coalesce(greatest(0, extract(epoch FROM clock_timestamp() - min(recorded_at))), 0)::float8 FROM outbox";

    private long _saidAt = long.MinValue;
    private (bool Late, long Dead) _said;

    /// <summary>What the last look saw.</summary>
    public WorkState Last { get; private set; } = WorkState.Unknown;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        JobMeter.Observe(meters, this);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Say(await LookAsync(stoppingToken));
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                // The loops that need the database say that it is away.
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks now.</summary>
    public async Task<WorkState> LookAsync(CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Look));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LookAtOutbox));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT kind, count(*) FROM concerns GROUP BY kind"));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var kinds = new List<KindOfWork>();
        while (await rows.ReadAsync(ct)) kinds.Add(new KindOfWork(rows.GetString(0), rows.GetInt64(1), TimeSpan.FromSeconds(rows.GetDouble(2)), rows.GetInt64(3)));
        await rows.NextResultAsync(ct);
        await rows.ReadAsync(ct);
        var (outbox, lag) = (rows.GetInt64(0), TimeSpan.FromSeconds(rows.GetDouble(1)));
        await rows.NextResultAsync(ct);
        var concerns = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(ct)) concerns[rows.GetString(0)] = rows.GetInt64(1);
        return Last = new WorkState(kinds, outbox, lag) { Concerns = concerns };
    }

    /// <summary>Tells what belongs to no tenant and is stuck, as the sweeps tell it of each tenant.</summary>
    public async Task CompareAsync(CancellationToken ct)
    {
        var now = Instants.Truncate(clock.GetUtcNow());
        var seen = new List<Sighting>();
        foreach (var watch in watches) seen.AddRange(await watch.LookAsync(now, ct));
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(Caller.PlatformTenant);
        await Jobs.Concerns.CompareAsync(scope.ServiceProvider.GetRequiredService<PlatformDb>(), Caller.PlatformTenant, seen, now, ct);
    }

    // What is new is said at once; what lasts, every few minutes.
    private void Say(WorkState state)
    {
        var late = state.Kinds.Where(k => k.Oldest > JobStates.Patience).ToList();
        var now = (Late: late.Count > 0 || state.OutboxLag > JobStates.Patience, Dead: state.Kinds.Sum(k => k.Dead));
        var changed = now.Late != _said.Late || now.Dead > _said.Dead;
        if (!changed && (_saidAt == long.MinValue || clock.GetElapsedTime(_saidAt) < SayAgain)) return;
        foreach (var kind in late) Late(log, kind.Kind, kind.Due, kind.Oldest);
        if (state.OutboxLag > JobStates.Patience) EventsLate(log, state.Outbox, state.OutboxLag);
        foreach (var kind in state.Kinds.Where(k => k.Dead > 0)) Dead(log, kind.Kind, kind.Dead);
        if (now.Late || now.Dead > 0) _saidAt = clock.GetTimestamp();
        _said = now;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Due} jobs {Kind} are due, the oldest for {Oldest}: workers are missing or overloaded")]
    private static partial void Late(ILogger log, string kind, long due, TimeSpan oldest);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Events} events have no position yet, the oldest for {Lag}")]
    private static partial void EventsLate(ILogger log, long events, TimeSpan lag);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Dead} jobs {Kind} are dead and wait for a person: GET /v1/platform/jobs?status=dead")]
    private static partial void Dead(ILogger log, string kind, long dead);
}
