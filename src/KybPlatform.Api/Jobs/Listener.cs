using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Wakes the loops of this process when another process says that it left them something.</summary>
internal sealed partial class Listener(PlatformSettings settings, Signals signals, TimeProvider clock, ILogger<Listener> log) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(log, away.Message);
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await OwnConnection.OpenAsync(settings, "kyb listener", ct);
        connection.Notification += (_, told) => signals.All.FirstOrDefault(s => s.Name == told.Payload).Signal?.Wake();
        await using (var listen = new NpgsqlCommand($"LISTEN {Herald.Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        // What was said before we listened was not heard.
        foreach (var (_, signal) in signals.All) signal.Wake();
        while (true) await connection.WaitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "New work is found by polling, the listening connection is away: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
