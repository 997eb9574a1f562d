using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>
/// A worker's loop: take as much of what is due as there are free hands, and take more as soon as one is free again, so that nothing waits for
/// another of the same claim. On shutdown what runs may finish within the patience; then it is cut off.
/// </summary>
/// <param name="hands">How many may run at once.</param>
internal abstract partial class WorkLoop<T>(int hands, TimeSpan patience, Signal due, PlatformSettings settings, TimeProvider clock, ILogger log) : BackgroundService
{
    private readonly SemaphoreSlim _free = new(hands, hands);
    private readonly CancellationTokenSource _cut = new();

    protected TimeProvider Clock => clock;

    /// <summary>What the log calls that which waits for the database.</summary>
    protected abstract string Waiting { get; }

    /// <summary>What the log calls one of them.</summary>
    protected abstract string NameOf(T claimed);

    /// <summary>Claims what is due, at most so many.</summary>
    protected abstract Task<IReadOnlyList<T>> ClaimAsync(int most, CancellationToken ct);

    /// <summary>Whether another of what was claimed may begin; asked once for each.</summary>
    protected virtual bool HasRoom(T claimed) => true;

    /// <summary>Puts back what was claimed and had no room.</summary>
    protected virtual Task GiveBackAsync(IReadOnlyList<T> tooMany, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Does one.</summary>
    /// <param name="stopping">The shutdown has begun.</param>
    /// <param name="cut">The shutdown has waited long enough.</param>
    protected abstract Task WorkAsync(T claimed, CancellationToken stopping, CancellationToken cut);

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
                if (!await TakeAsync(stoppingToken)) await due.WaitAsync(settings.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(log, Waiting, away.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(250), Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        using var end = new CancellationTokenSource(patience, Clock);
        await using var _ = end.Token.Register(_cut.Cancel);
        for (var i = 0; i < hands; i++) await _free.WaitAsync(CancellationToken.None);
    }

    /// <returns>False where nothing was due.</returns>
    private async Task<bool> TakeAsync(CancellationToken stopping)
    {
        await _free.WaitAsync(stopping);
        var most = 1;
        while (_free.Wait(0, CancellationToken.None)) most++;
        IReadOnlyList<T> claimed = [];
        IReadOnlyList<T> begun = [];
        try
        {
            claimed = await ClaimAsync(most, stopping);
            begun = [.. claimed.Where(HasRoom)];
        }
        finally
        {
            if (most > begun.Count) _free.Release(most - begun.Count);
        }
        foreach (var one in begun) _ = RunAsync(one, stopping);
        if (claimed.Count > begun.Count) await GiveBackAsync([.. claimed.Except(begun)], stopping);
        return begun.Count > 0;
    }

    private async Task RunAsync(T claimed, CancellationToken stopping)
    {
        try
        {
            await Task.Run(() => WorkAsync(claimed, stopping, _cut.Token), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // Cut off by the shutdown: it comes again.
        }
        catch (Exception fault)
        {
            Failed(log, NameOf(claimed), fault);
        }
        finally
        {
            _free.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Waiting} wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string waiting, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The turn of {Claimed} ended on a fault; it comes again when its lease is over")]
    private static partial void Failed(ILogger log, string claimed, Exception fault);
}
