using System.Collections.Concurrent;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Tenancy;

/// <summary>Modes never change and are remembered; the clock of a test tenant is remembered for a second, and forgotten where it is set.</summary>
internal sealed class TenantClocks(IServiceScopeFactory scopes, TimeProvider clock) : ITenantClock
{
    /// <summary>How long a process may go by a clock that was set elsewhere.</summary>
    public static readonly TimeSpan Remember = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<TenantId, (bool Live, TimeSpan Offset, long Since)> _known = new();

    public async ValueTask<(bool Live, TimeSpan Offset)?> FindAsync(TenantId tenant, CancellationToken ct)
    {
        if (_known.TryGetValue(tenant, out var known) && (known.Live || clock.GetElapsedTime(known.Since) < Remember)) return (known.Live, known.Offset);
        var since = clock.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == tenant, ct);
        if (row is null) return null;
        _known[tenant] = (row.Mode == TenantMode.Live, row.ClockOffset, since);
        return (row.Mode == TenantMode.Live, row.ClockOffset);
    }

    public async Task<IReadOnlyList<TenantId>> AllAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<Tenant>().AsNoTracking().OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(ct);
    }

    public void Forget(TenantId tenant) => _known.TryRemove(tenant, out _);
}
