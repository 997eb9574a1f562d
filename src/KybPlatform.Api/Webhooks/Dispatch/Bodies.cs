using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>Writes what an endpoint is sent; only a full payload asks the database.</summary>
internal sealed class Bodies(IServiceScopeFactory scopes, Envelopes envelopes, ITenantClock tenants, TimeProvider clock)
{
    public async ValueTask<byte[]> OfAsync(TenantId tenant, News news, Recipient to, CancellationToken ct)
    {
        if (to.Payload == WebhookPayload.Thin || news.Position is null || await tenants.FindAsync(tenant, ct) is not { } found) return envelopes.Thin(news);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), tenant, found.Live, Instants.Truncate(clock.GetUtcNow()) + found.Offset);
        return await envelopes.FullAsync(scope.ServiceProvider, work, news, to.PersonalData, ct);
    }
}
