using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Screening;

/// <summary>Loads the lists at start and looks for imports of other processes ever after.</summary>
internal sealed partial class ListRefresh(ScreeningLists lists, IMeterFactory meters, TimeProvider clock, ILogger<ListRefresh> log) : BackgroundService
{
    internal static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The lists are large: the process starts without waiting for them.
        await Task.Yield();
        ListMeter.Observe(meters, lists, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await lists.RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(log, fault.Message);
            }
            await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Screening lists wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
