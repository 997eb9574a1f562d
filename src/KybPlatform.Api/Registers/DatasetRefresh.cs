using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Registers;

/// <summary>Learns at start which datasets there are, and of imports by other processes ever after.</summary>
internal sealed partial class DatasetRefresh(RegisterBook book, TimeProvider clock, ILogger<DatasetRefresh> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await book.RefreshAsync(ct);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            Away(log, fault.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Register datasets wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
