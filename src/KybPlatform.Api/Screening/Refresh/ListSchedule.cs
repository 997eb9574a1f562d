using KybPlatform.Api.Screening.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Screening.Refresh;

/// <summary>Has every list looked for when it is due, by one worker of all that there are.</summary>
internal sealed partial class ListSchedule(ListRefresher refresher, NpgsqlDataSource source, PlatformSettings settings, TimeProvider clock, ILogger<ListSchedule> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>Whoever takes a list has so long; then another worker may.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(15);

    private const string Take = """
        INSERT INTO screening_sources (list_key, due_at, failures) VALUES ($1, $3, 0)
        ON CONFLICT (list_key) DO UPDATE SET due_at = $3 WHERE screening_sources.due_at <= $2
        RETURNING list_key
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var list in settings.ListSources) await TryAsync(list, stoppingToken);
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryAsync(ListSource list, CancellationToken ct)
    {
        try
        {
            if (await TakeAsync(list.Key, ct)) await refresher.RefreshAsync(list, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
        catch (Exception fault)
        {
            // Whatever it is, the other lists are looked for as well.
            ListMeter.Count(list.Key, "failed");
            Failed(log, list.Key, fault);
        }
    }

    private async Task<bool> TakeAsync(string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var take = source.CreateCommand(Take);
        take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        take.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        take.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + Held });
        return await take.ExecuteScalarAsync(ct) is not null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The refresh of the list {List} did not end")]
    private static partial void Failed(ILogger log, string list, Exception fault);
}
