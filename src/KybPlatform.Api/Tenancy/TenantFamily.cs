using System.Collections.Concurrent;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Tenancy;

/// <summary>Tenants never change their organization: asked once, known for good.</summary>
internal sealed class TenantFamily(IServiceScopeFactory scopes) : ITenantFamily
{
    private readonly ConcurrentDictionary<TenantId, OrganizationId> _known = new();

    public async ValueTask<OrganizationId> OrganizationOfAsync(TenantId tenant, CancellationToken ct)
    {
        if (_known.TryGetValue(tenant, out var known)) return known;
        await using var scope = scopes.CreateAsyncScope();
        return _known[tenant] = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<Tenant>().AsNoTracking().Where(t => t.Id == tenant).Select(t => t.OrganizationId).SingleAsync(ct);
    }
}
