using KybPlatform.Api.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>
/// The worker's loop: take as much of what is due as there are free hands, and take more as soon as one is free again. No job waits for
/// another of the same claim, and no tenant holds all hands, however much it has. On shutdown what runs may finish; what is cut off comes
/// back at once.
/// </summary>
internal sealed partial class JobWorker(JobClaims claims, JobRunner runner, IEnumerable<JobKind> kinds, Signals signals, PlatformSettings settings, TimeProvider clock, ILogger<JobWorker> log) : BackgroundService
{
    private const int Hands = 8;

    // Two may come with one claim: at least two hands are left to others.
    private const int Share = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _free = new(Hands, Hands);
    private readonly CancellationTokenSource _cut = new();
    private readonly Dictionary<TenantId, int> _busy = [];
    private readonly Dictionary<string, int> _room = kinds.Where(k => k.AtOnce is not null).ToDictionary(k => k.Kind, k => k.AtOnce!.Value, StringComparer.Ordinal);

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
                if (!await TakeAsync(stoppingToken)) await signals.Jobs.WaitAsync(settings.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(log, fault.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(250), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await DrainAsync();
    }

    /// <returns>False where nothing was due.</returns>
    private async Task<bool> TakeAsync(CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        var hands = 1;
        while (_free.Wait(0, CancellationToken.None)) hands++;
        IReadOnlyList<HeldJob> taken = [];
        IReadOnlyList<HeldJob> jobs = [];
        try
        {
            taken = await claims.TakeAsync(hands, Crowding(), FullKinds(), clock.GetUtcNow(), ct);
            jobs = [.. taken.Where(HasRoom)];
        }
        finally
        {
            if (hands > jobs.Count) _free.Release(hands - jobs.Count);
        }
        foreach (var job in jobs) _ = RunAsync(job);
        // One claim may bring more of a kind than may run at once.
        if (taken.Count > jobs.Count) await claims.GiveBackAsync([.. taken.Except(jobs)], ct);
        return jobs.Count > 0;
    }

    private async Task RunAsync(HeldJob job)
    {
        lock (_busy) _busy[job.Tenant] = _busy.GetValueOrDefault(job.Tenant) + 1;
        try
        {
            await Task.Run(() => runner.RunAsync(job, _cut.Token));
        }
        catch (OperationCanceledException)
        {
            // Cut off by the shutdown, and put back.
        }
        finally
        {
            bool crowded;
            lock (_busy)
            {
                crowded = _busy[job.Tenant]-- >= Share;
                if (_busy[job.Tenant] == 0) _busy.Remove(job.Tenant);
                if (_room.TryGetValue(job.Kind, out var room))
                {
                    _room[job.Kind] = room + 1;
                    crowded |= room == 0;
                }
            }
            _free.Release();
            // It was passed over for its share, and may have more.
            if (crowded) signals.Jobs.Wake();
        }
    }

    private string[] FullKinds()
    {
        lock (_busy) return [.. _room.Where(r => r.Value == 0).Select(r => r.Key)];
    }

    private bool HasRoom(HeldJob job)
    {
        lock (_busy)
        {
            if (!_room.TryGetValue(job.Kind, out var room)) return true;
            if (room > 0) _room[job.Kind] = room - 1;
            return room > 0;
        }
    }

    private Guid[] Crowding()
    {
        lock (_busy) return [.. _busy.Where(b => b.Value >= Share).Select(b => b.Key.Value)];
    }

    private async Task DrainAsync()
    {
        using var end = new CancellationTokenSource(Patience, clock);
        end.Token.Register(_cut.Cancel);
        for (var i = 0; i < Hands; i++) await _free.WaitAsync(CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
