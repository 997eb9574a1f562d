using System.Collections.Concurrent;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>
/// What is in force, tenant by tenant, in memory. Tenants without policies of their own share the pack's; a tenant's new state is
/// made beside the old one and takes its place whole. What nobody asked about for longest is let go when there is too much.
/// </summary>
internal sealed class TenantPolicies(TimelineLoader loader, PackHistory history, ITenantClock tenants, TimeProvider clock)
{
    /// <summary>Own policies of all tenants together that are held at most.</summary>
    internal const int MostHeld = 20_000;

    private readonly ConcurrentDictionary<TenantId, PolicyTimeline> _held = new();
    private readonly ConcurrentDictionary<TenantId, int> _generations = new();
    private volatile bool _knowsAll;
    private volatile PoliciesInForce? _ofThePack;

    /// <summary>This platform's clock, as rows keep it; never a test tenant's.</summary>
    public DateTimeOffset RealNow => Instants.Truncate(clock.GetUtcNow());

    // Made anew once, when it is known since when it is shipped.
    private PoliciesInForce OfThePack => _ofThePack is { } known && known.ShippedSince == history.Since ? known : _ofThePack = PoliciesInForce.Of(PolicyPack.Shipped, history.Since);

    /// <summary>At an instant of the tenant's clock.</summary>
    public ValueTask<PoliciesInForce> AtAsync(TenantId tenant, DateTimeOffset at, CancellationToken ct) =>
        at < history.Since && history.MayDiffer(at, RealNow) ? new(FormerAsync(tenant, at, ct)) : OfThisPackAsync(tenant, at, ct);

    private ValueTask<PoliciesInForce> OfThisPackAsync(TenantId tenant, DateTimeOffset at, CancellationToken ct)
    {
        if (_held.TryGetValue(tenant, out var timeline)) return timeline.At(at, clock.GetTimestamp()) is { } ready ? ValueTask.FromResult(ready) : new(PastAsync(tenant, timeline, at, ct));
        // Who is not in the list of those that have something of their own has nothing.
        return _knowsAll && !_generations.ContainsKey(tenant) ? ValueTask.FromResult(OfThePack) : new(ColdAsync(tenant, at, ct));
    }

    /// <summary>Over time; null for a tenant without anything of its own.</summary>
    public async ValueTask<PolicyTimeline?> TimelineAsync(TenantId tenant, CancellationToken ct)
    {
        if (_held.TryGetValue(tenant, out var timeline)) return timeline;
        return _knowsAll && !_generations.ContainsKey(tenant) ? null : await RefreshAsync(tenant, ct);
    }

    /// <summary>Makes the tenant's state anew and puts it in place, unless a newer one is there.</summary>
    public async Task<PolicyTimeline?> RefreshAsync(TenantId tenant, CancellationToken ct)
    {
        if (await loader.LoadAsync(tenant, ct) is not { } made) return null;
        // Whoever asks for it next is the newest.
        made.At(DateTimeOffset.MaxValue, clock.GetTimestamp());
        var held = _held.AddOrUpdate(tenant, made, (_, before) => before.Generation > made.Generation ? before : made);
        _generations[tenant] = held.Generation;
        LetGo();
        return held;
    }

    /// <summary>Which tenants have something of their own, and how new; all that changed is made anew.</summary>
    public async Task CatchUpAsync(IReadOnlyList<(TenantId Tenant, int Generation)> layers, bool all, CancellationToken ct)
    {
        foreach (var (tenant, generation) in layers)
        {
            if (_generations.TryGetValue(tenant, out var known) && known >= generation) continue;
            if (_held.Values.Sum(t => t.Weight) < MostHeld || _held.ContainsKey(tenant)) await RefreshAsync(tenant, ct);
            else _generations[tenant] = generation;
        }
        if (all) _knowsAll = true;
    }

    // A test tenant may live years ago: its now is now.
    private async Task<PoliciesInForce> FormerAsync(TenantId tenant, DateTimeOffset at, CancellationToken ct)
    {
        var offset = await tenants.FindAsync(tenant, ct) is { } found ? found.Offset : TimeSpan.Zero;
        var real = at - offset;
        return history.FormerAt(real, RealNow) is { } version ? await loader.FormerAsync(tenant, at, real, version, ct) : await OfThisPackAsync(tenant, at, ct);
    }

    private async Task<PoliciesInForce> ColdAsync(TenantId tenant, DateTimeOffset at, CancellationToken ct) =>
        await RefreshAsync(tenant, ct) is { } timeline ? await AtAsync(tenant, timeline, at, ct) : OfThePack;

    private async Task<PoliciesInForce> AtAsync(TenantId tenant, PolicyTimeline timeline, DateTimeOffset at, CancellationToken ct) =>
        timeline.At(at, clock.GetTimestamp()) ?? await PastAsync(tenant, timeline, at, ct);

    private Task<PoliciesInForce> PastAsync(TenantId tenant, PolicyTimeline timeline, DateTimeOffset at, CancellationToken ct) =>
        loader.PastAsync(tenant, timeline.Moments[timeline.IndexAt(at)], ct);

    private void LetGo()
    {
        var weight = _held.Values.Sum(t => t.Weight);
        if (weight <= MostHeld) return;
        foreach (var (tenant, timeline) in _held.OrderBy(h => h.Value.LastAsked))
        {
            if (weight <= MostHeld) return;
            if (_held.TryRemove(KeyValuePair.Create(tenant, timeline))) weight -= timeline.Weight;
        }
    }
}
