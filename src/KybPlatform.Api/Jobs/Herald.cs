using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>
/// Tells the workers in other processes that a commit left them something: NOTIFY after the commit, on a connection of its own, many
/// signals in one. Runs where no worker does; what is lost here is found by their polls.
/// </summary>
internal sealed partial class Herald : BackgroundService
{
    /// <summary>The channel; a payload names the signal.</summary>
    public const string Channel = "kyb_work";

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(2);
    private readonly PlatformSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<Herald> _log;
    private readonly Signal _heard = new();
    private readonly ConcurrentDictionary<string, bool> _toTell = new(StringComparer.Ordinal);

    public Herald(PlatformSettings settings, Signals signals, TimeProvider clock, ILogger<Herald> log)
    {
        (_settings, _clock, _log) = (settings, clock, log);
        foreach (var (name, signal) in signals.All)
            signal.Heard = () =>
            {
                if (_toTell.TryAdd(name, true)) _heard.Set();
            };
    }

    public override void Dispose()
    {
        _heard.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        NpgsqlConnection? connection = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _heard.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
                await Task.Delay(Gather, _clock, stoppingToken);
                connection ??= await OwnConnection.OpenAsync(_settings, "kyb herald", stoppingToken);
                await TellAsync(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(_log, away.Message);
                if (connection is not null) await connection.DisposeAsync();
                connection = null;
            }
        }
        if (connection is not null) await connection.DisposeAsync();
    }

    private async Task TellAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var name in _toTell.Keys)
            if (_toTell.TryRemove(name, out _)) batch.BatchCommands.Add(new NpgsqlBatchCommand($"NOTIFY {Channel}, '{name}'"));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Workers elsewhere are not told of new work and find it by polling: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
