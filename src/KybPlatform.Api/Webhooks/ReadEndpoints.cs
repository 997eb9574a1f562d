using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Webhooks;

internal static class ReadEndpoints
{
    public static void Map(RouteGroupBuilder endpoints)
    {
        endpoints.MapGet("", ListAsync).Requires(Scopes.WebhooksRead).Lists().WithSummary("List webhook endpoints").Produces<Page<WebhookEndpointResource>>().ProducesRefusals(422);
        endpoints.MapGet("/{id}", GetAsync).Requires(Scopes.WebhooksRead).Versioned().WithSummary("Read a webhook endpoint").Produces<WebhookEndpointResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Work work, TimeProvider clock)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = await work.Db.Set<WebhookEndpoint>().AsNoTracking().NewestFirst(e => e.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var ids = rows.ConvertAll(e => e.Id.Value);
        var lanes = await work.Db.Set<WebhookLane>().AsNoTracking().Where(l => l.TenantId == work.Tenant && ids.Contains(l.EndpointId)).ToDictionaryAsync(l => l.EndpointId, work.Canceled);
        return Answer.Ok(page.Of(rows, e => WebhookEndpointResource.From(e, lanes.GetValueOrDefault(e.Id.Value), clock.GetUtcNow()), e => e.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work, TimeProvider clock) => await FoundEndpoints.FindAsync(work, id) is { } endpoint
        ? Answer.Ok(WebhookEndpointResource.From(endpoint, await FoundEndpoints.LaneAsync(work, endpoint.Id), clock.GetUtcNow()), ETags.Of(endpoint))
        : Refused.Because(WebhookErrors.NoEndpoint);
}
