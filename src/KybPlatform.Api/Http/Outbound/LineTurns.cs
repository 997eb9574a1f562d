using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>Who may call now: so many at once and a second, of all and of each tenant. Whoever gets no turn in time is put off.</summary>
internal sealed class LineTurns : IDisposable
{
    private readonly LineSettings _settings;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _all;
    private readonly ConcurrentDictionary<TenantId, SemaphoreSlim> _tenants = new();
    private readonly PartitionedRateLimiter<TenantId> _rates;
    private readonly TokenBucketRateLimiter _rate;

    public LineTurns(LineSettings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        _all = new SemaphoreSlim(settings.AtOnce, settings.AtOnce);
        _rate = new TokenBucketRateLimiter(Bucket(settings.PerSecond));
        _rates = PartitionedRateLimiter.Create<TenantId, TenantId>(t => RateLimitPartition.GetTokenBucketLimiter(t, _ => Bucket(settings.PerSecondPerTenant)));
    }

    public async Task<Turn> TakeAsync(TenantId tenant, CancellationToken ct)
    {
        using var rate = _rates.AttemptAcquire(tenant);
        if (!rate.IsAcquired) return new Turn(LineFailure.RateLimited);
        using var patience = new CancellationTokenSource(_settings.Patience, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var own = _tenants.GetOrAdd(tenant, _ => new SemaphoreSlim(_settings.AtOncePerTenant, _settings.AtOncePerTenant));
        var held = new List<SemaphoreSlim>(2);
        try
        {
            // Its own turn first: a tenant that waits for itself holds nobody up.
            foreach (var turns in (SemaphoreSlim[])[own, _all])
            {
                await turns.WaitAsync(both.Token);
                held.Add(turns);
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var turns in held) turns.Release();
            ct.ThrowIfCancellationRequested();
            return new Turn(LineFailure.Busy);
        }
        using var all = _rate.AttemptAcquire();
        if (all.IsAcquired) return new Turn(null, [.. held]);
        foreach (var turns in held) turns.Release();
        return new Turn(LineFailure.RateLimited);
    }

    public void Dispose()
    {
        _all.Dispose();
        _rate.Dispose();
        _rates.Dispose();
        foreach (var turns in _tenants.Values) turns.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        TokenLimit = perSecond,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}

/// <summary>A turn, or why there is none; given back when disposed.</summary>
internal sealed class Turn(LineFailure? refusal, params SemaphoreSlim[] held) : IDisposable
{
    public LineFailure? Refusal => refusal;

    public void Dispose()
    {
        foreach (var turns in held) turns.Release();
    }
}
