namespace KybPlatform.Api.Http.Outbound;

/// <summary>
/// Turns for look-ups of one kind: so many at once of all, and of each host. One host that hangs holds its own turns and no more, and all that hang together leave a
/// worker's other hands free.
/// </summary>
/// <param name="atOnce">Of all, in this process.</param>
/// <param name="ofEach">Of one host.</param>
/// <param name="patience">How long somebody waits for a turn before the look-up is put off.</param>
internal sealed class Bulkhead(int atOnce, int ofEach, TimeSpan patience, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _all = new(atOnce, atOnce);
    private readonly Dictionary<string, Own> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A turn, given back when disposed; null where there was none in time.</summary>
    public async Task<IDisposable?> TakeAsync(string host, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var own = Join(host);
        var held = new List<SemaphoreSlim>(2);
        try
        {
            // Its own first: who waits for a host that hangs holds nobody else up.
            foreach (var turns in (SemaphoreSlim[])[own.Turns, _all])
            {
                await turns.WaitAsync(both.Token);
                held.Add(turns);
            }
            return new Taken(this, host, held);
        }
        catch (OperationCanceledException)
        {
            Leave(host, held);
            ct.ThrowIfCancellationRequested();
            return null;
        }
    }

    public void Dispose() => _all.Dispose();

    private Own Join(string host)
    {
        lock (_hosts)
        {
            if (!_hosts.TryGetValue(host, out var own)) _hosts[host] = own = new Own(new SemaphoreSlim(ofEach, ofEach));
            own.Users++;
            return own;
        }
    }

    private void Leave(string host, List<SemaphoreSlim> held)
    {
        foreach (var turns in held) turns.Release();
        lock (_hosts)
            if (--_hosts[host].Users == 0) _hosts.Remove(host);
    }

    private sealed class Own(SemaphoreSlim turns)
    {
        public SemaphoreSlim Turns => turns;
        public int Users { get; set; }
    }

    private sealed class Taken(Bulkhead bulkhead, string host, List<SemaphoreSlim> held) : IDisposable
    {
        public void Dispose() => bulkhead.Leave(host, held);
    }
}
