namespace KybPlatform.Api.Jobs;

/// <summary>Wakes a loop of this process at once instead of at its next poll. Losing a signal costs one poll, never work.</summary>
public sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _ready = new(0, 1);

    /// <summary>Called for every <see cref="Set"/>, by whoever passes it on to other processes.</summary>
    internal Action? Heard { get; set; }

    public void Set()
    {
        Wake();
        Heard?.Invoke();
    }

    /// <summary>Wakes this process only.</summary>
    internal void Wake()
    {
        try
        {
            if (_ready.CurrentCount == 0) _ready.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already.
        }
    }

    public void Dispose() => _ready.Dispose();

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _ready.WaitAsync(atMost, ct);
}

/// <summary>Tells the loops of this process that a commit left them something.</summary>
public sealed class Signals : IDisposable
{
    /// <summary>Jobs were promised.</summary>
    public Signal Jobs { get; } = new();

    /// <summary>Events were written.</summary>
    public Signal Events { get; } = new();

    /// <summary>Something is to be sent to the tenants' own addresses.</summary>
    public Signal Deliveries { get; } = new();

    /// <summary>By the names that other processes are told.</summary>
    internal IReadOnlyList<(string Name, Signal Signal)> All => [(nameof(Jobs), Jobs), (nameof(Events), Events), (nameof(Deliveries), Deliveries)];

    public void Dispose()
    {
        Jobs.Dispose();
        Events.Dispose();
        Deliveries.Dispose();
    }
}
