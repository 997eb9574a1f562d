namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>Hands out the parcels of a load one by one, in order, until it is stopped: by time, or because too many failed in a row.</summary>
internal sealed class SendingRound(int count)
{
    private readonly Lock _lock = new();
    private int _next;
    private int _failedInARow;
    private bool _stopped;

    public bool AnyDelivered { get; private set; }

    /// <summary>Begins the next one; null where there is none to begin.</summary>
    public Task<Attempt>? Take(Func<int, Task<Attempt>> begin)
    {
        lock (_lock) return _stopped || _next >= count ? null : begin(_next++);
    }

    public void Ended(bool delivered)
    {
        lock (_lock)
        {
            AnyDelivered |= delivered;
            _failedInARow = delivered ? 0 : _failedInARow + 1;
            _stopped |= _failedInARow >= Pauses.Opens;
        }
    }

    /// <returns>How many were begun; no other will be.</returns>
    public int Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            return _next;
        }
    }
}
