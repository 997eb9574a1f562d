using KybPlatform.Api.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>
/// The loop that sends: takes lanes that are due, as many as there are hands. Failing lanes hold a quarter of the hands at most, so that dead receivers
/// cost the living ones nothing. On shutdown loads that are under way are finished and written down.
/// </summary>
internal sealed partial class Dispatcher(Lanes lanes, LaneRun run, Signals signals, PlatformSettings settings, WebhookLimits limits, TimeProvider clock, ILogger<Dispatcher> log) : BackgroundService
{
    private readonly SemaphoreSlim _free = new(limits.Hands, limits.Hands);
    private readonly CancellationTokenSource _cut = new();
    private int _failing;

    public override void Dispose()
    {
        _free.Dispose();
        _cut.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await TakeAsync(stoppingToken)) await signals.Deliveries.WaitAsync(settings.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(log, away.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(250), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        using var end = new CancellationTokenSource(limits.Timeout + TimeSpan.FromSeconds(2), clock);
        await using var _ = end.Token.Register(_cut.Cancel);
        for (var i = 0; i < limits.Hands; i++) await _free.WaitAsync(CancellationToken.None);
    }

    /// <returns>False where nothing was due.</returns>
    private async Task<bool> TakeAsync(CancellationToken stopping)
    {
        await _free.WaitAsync(stopping);
        var hands = 1;
        while (_free.Wait(0, CancellationToken.None)) hands++;
        IReadOnlyList<HeldLane> held = [];
        try
        {
            held = await lanes.TakeAsync(hands, Volatile.Read(ref _failing) < limits.Hands / 4, stopping);
        }
        finally
        {
            if (hands > held.Count) _free.Release(hands - held.Count);
        }
        foreach (var lane in held) _ = RunAsync(lane, stopping);
        return held.Count > 0;
    }

    private async Task RunAsync(HeldLane lane, CancellationToken stopping)
    {
        if (lane.IsFailing) Interlocked.Increment(ref _failing);
        try
        {
            await Task.Run(() => run.RunAsync(lane, stopping, _cut.Token), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // Cut off by the shutdown: what was not written down is sent again when the lease is over.
        }
        catch (Exception fault)
        {
            Failed(log, new WebhookEndpointId(lane.Endpoint), fault);
        }
        finally
        {
            if (lane.IsFailing) Interlocked.Decrement(ref _failing);
            _free.Release();
            signals.Deliveries.Wake();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deliveries wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The turn of {Endpoint} ended on a fault; it comes again when its lease is over")]
    private static partial void Failed(ILogger log, WebhookEndpointId endpoint, Exception fault);
}
