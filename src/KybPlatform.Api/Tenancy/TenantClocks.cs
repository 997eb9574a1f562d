using System.Collections.Concurrent;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Tenancy;

/// <summary>Modes never change and are remembered; the clock of a test tenant is asked anew each time.</summary>
internal sealed class TenantClocks(IServiceScopeFactory scopes) : ITenantClock
{
    private readonly ConcurrentDictionary<TenantId, bool> _live = new();

    public async ValueTask<(bool Live, TimeSpan Offset)?> FindAsync(TenantId tenant, CancellationToken ct)
    {
        if (_live.ContainsKey(tenant)) return (true, TimeSpan.Zero);
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == tenant, ct);
        if (row is null) return null;
        if (row.Mode == TenantMode.Live) _live[tenant] = true;
        return (row.Mode == TenantMode.Live, row.ClockOffset);
    }
}
