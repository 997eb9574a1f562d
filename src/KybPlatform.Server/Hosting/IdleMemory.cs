namespace KybPlatform.Server.Hosting;

/// <summary>Gives back what a start or a busy hour left behind, as soon as nothing happens any more: the collector by itself waits for more work, and an idle process should be small.</summary>
internal sealed class IdleMemory(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var idleness = new Idleness();
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (idleness.HasCome(GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false))) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        catch (OperationCanceledException)
        {
        }
    }
}

/// <summary>Tells by what was allocated when work has ended: little since the last look, much since the last time.</summary>
internal sealed class Idleness
{
    /// <summary>Bytes between two looks; polling and metrics alone take less.</summary>
    public const long Little = 4L << 20;

    /// <summary>Bytes since memory was last given back, for which it is worth the pause.</summary>
    public const long Much = 32L << 20;

    /// <summary>Bytes of a heap that is left alone: with large lists in memory the pause would be felt by whoever comes next, and there is little to gain.</summary>
    public const long Large = 256L << 20;

    private long _seen;
    private long _before;

    /// <param name="allocated">Bytes since the process began.</param>
    /// <param name="held">Bytes on the heap, garbage included.</param>
    public bool HasCome(long allocated, long held)
    {
        var (little, much) = (allocated - _seen <= Little, allocated - _before >= Much);
        _seen = allocated;
        if (!little || !much || held > Large) return false;
        _before = allocated;
        return true;
    }
}
