using System.Collections.Frozen;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.Publishing;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>Reads a tenant's publications and makes of them what is asked in memory from then on.</summary>
internal sealed class TimelineLoader(IServiceScopeFactory scopes, ITenantClock tenants, TimeProvider clock, PolicyPacks packs, PackHistory history, CompiledPolicies compiled)
{
    /// <summary>Null for a tenant without anything of its own.</summary>
    public async Task<PolicyTimeline?> LoadAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, layer) = await EnterAsync(scope, tenant, ct);
        if (layer is null) return null;
        var moments = await MomentsAsync(db, ct);
        var offset = await tenants.FindAsync(tenant, ct) is { } found ? found.Offset : TimeSpan.Zero;
        var now = clock.GetUtcNow() + offset;
        var first = 0;
        while (first + 1 < moments.Count && moments[first + 1].From <= now) first++;
        var ready = new Dictionary<int, PoliciesInForce>();
        var compose = await ComposerAsync(db, layer, moments.Skip(first), ct);
        for (var i = first; i < moments.Count; i++) ready[i] = compose(moments[i]);
        return new PolicyTimeline(layer.Version, moments, ready);
    }

    /// <summary>What was in force at an instant of the past.</summary>
    public async Task<PoliciesInForce> PastAsync(TenantId tenant, PolicyMoment moment, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, layer) = await EnterAsync(scope, tenant, ct);
        return (await ComposerAsync(db, layer ?? throw new InvalidOperationException("A layer is never removed."), [moment], ct))(moment);
    }

    /// <summary>What was in force at an instant of the past at which another pack was shipped.</summary>
    /// <param name="at">By the tenant's clock.</param>
    /// <param name="real">The same by this platform's.</param>
    public async Task<PoliciesInForce> FormerAsync(TenantId tenant, DateTimeOffset at, DateTimeOffset real, string version, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, layer) = await EnterAsync(scope, tenant, ct);
        var shipped = await packs.FindAsync(db, version, ct);
        if (layer is null) return PoliciesInForce.Of(shipped, DateTimeOffset.MinValue);
        var moment = (await MomentsAsync(db, ct)).Last(m => m.From <= at);
        var stayed = layer.PackVersion is not null && (layer.PinnedAt is not { } pinned || pinned <= real);
        return (await ComposerAsync(db, layer, [moment], ct, stayed ? null : shipped))(moment);
    }

    private static async Task<(PlatformDb Db, PolicyLayer? Layer)> EnterAsync(AsyncServiceScope scope, TenantId tenant, CancellationToken ct)
    {
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        // The generation first: what is read after it is at least as new.
        return (db, await db.Set<PolicyLayer>().AsNoTracking().SingleOrDefaultAsync(l => l.TenantId == tenant, ct));
    }

    public static async Task<IReadOnlyList<PolicyMoment>> MomentsAsync(PlatformDb db, CancellationToken ct) =>
        PolicyMoment.Of(await db.Set<PolicyPublication>().AsNoTracking().Where(p => p.EffectiveFrom != null && p.WithdrawnAt == null).ToListAsync(ct));

    private async Task<Func<PolicyMoment, PoliciesInForce>> ComposerAsync(PlatformDb db, PolicyLayer layer, IEnumerable<PolicyMoment> moments, CancellationToken ct, PolicyPack? shipped = null)
    {
        var all = moments.ToList();
        var below = await PacksAsync(db, layer, all, shipped, ct);
        var attested = (await db.Set<PolicyAttestation>().AsNoTracking().Select(a => a.Hash).ToListAsync(ct)).ToFrozenSet(StringComparer.Ordinal);
        // A base has no content of its own: it is in that of whoever stands on it.
        var wanted = all.SelectMany(m => m.Publications).Where(p => !p.IsBase).Select(p => p.Hash).Distinct(StringComparer.Ordinal).ToList();
        var policies = wanted.Select(compiled.Find).OfType<ResolvedPolicy>().ToDictionary(p => p.Hash, StringComparer.Ordinal);
        var missing = wanted.Where(h => !policies.ContainsKey(h)).ToList();
        if (missing.Count > 0)
            foreach (var content in await db.Set<PolicyContent>().AsNoTracking().Where(c => missing.Contains(c.Hash)).ToListAsync(ct)) policies[content.Hash] = compiled.Of(content.Hash, content.Json);
        // What is shipped now is followed since then; of a former pack nobody asks.
        var since = layer.PackVersion is null && shipped is null ? history.Since : DateTimeOffset.MinValue;
        return moment => PolicyTimeline.Compose(layer.Version, below(moment), moment, policies, attested, since);
    }

    /// <summary>Which pack lies below at each moment: the one that was adopted, and before any was, the one that the tenant stays on or is shipped.</summary>
    private async Task<Func<PolicyMoment, PolicyPack>> PacksAsync(PlatformDb db, PolicyLayer layer, IEnumerable<PolicyMoment> moments, PolicyPack? shipped, CancellationToken ct)
    {
        static PolicyPublication? Adopting(PolicyMoment moment) => moment.Publications.FirstOrDefault(p => p.Key == PackAdoption.Key);
        var unadopted = shipped ?? await packs.FindAsync(db, layer.PackVersion, ct);
        var numbers = moments.Select(Adopting).OfType<PolicyPublication>().Select(p => p.Number).Distinct().ToList();
        var adopted = new Dictionary<int, PolicyPack>();
        if (numbers.Count > 0)
            foreach (var version in await db.Set<PolicyVersion>().AsNoTracking().Where(v => v.Key == PackAdoption.Key && numbers.Contains(v.Number)).Select(v => new { v.Number, v.PackVersion }).ToListAsync(ct))
                adopted[version.Number] = await packs.FindAsync(db, version.PackVersion, ct);
        return moment => Adopting(moment) is { } publication ? adopted[publication.Number] : unadopted;
    }
}
