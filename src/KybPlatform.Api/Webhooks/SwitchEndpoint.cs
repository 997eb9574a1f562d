using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Webhooks;

/// <summary>Disables an endpoint by hand, and enables one again, whyever it was disabled.</summary>
internal static class SwitchEndpoint
{
    public static void Map(RouteGroupBuilder endpoints)
    {
        endpoints.MapPost("/{id}/disable", DisableAsync).Requires(Scopes.WebhooksManage).Idempotent().Versioned()
            .WithSummary("Stop delivering to an endpoint").Produces<WebhookEndpointResource>().ProducesRefusals(400, 404, 422).Refuses(409, WebhookErrors.Disabled.Code, WebhookErrors.Disabled.Detail);
        endpoints.MapPost("/{id}/enable", EnableAsync).Requires(Scopes.WebhooksManage).Idempotent().Versioned()
            .WithSummary("Deliver to an endpoint again, from now on").Produces<WebhookEndpointResource>().ProducesRefusals(400, 404, 422).Refuses(409, WebhookErrors.Enabled.Code, WebhookErrors.Enabled.Detail);
    }

    private static async Task<IResult> DisableAsync(string id, [OptionalBody] Body<EmptyRequest> body, HttpContext http, Work work, TimeProvider clock)
    {
        if (await FoundEndpoints.FindAsync(work, id) is not { } endpoint) return Refused.Because(WebhookErrors.NoEndpoint);
        if (ETags.Check(http, endpoint) is { } stale) return Refused.Because(stale);
        var real = Instants.Truncate(clock.GetUtcNow());
        if (endpoint.Disable(WebhookDisabledReason.ByHand, real) is { } already) return await work.RefuseAsync(already);
        EndpointStop.Stop(work.Db, endpoint, "endpoint_disabled");
        work.Record("webhook_endpoint.disabled", endpoint.Id.ToString(), details: new { reason = WebhookDisabledReason.ByHand });
        return await work.AnswerAsync(200, WebhookEndpointResource.From(endpoint, null, real), Keeping.Plainly, etag: endpoint);
    }

    private static async Task<IResult> EnableAsync(string id, [OptionalBody] Body<EmptyRequest> body, HttpContext http, Work work, TimeProvider clock)
    {
        if (await FoundEndpoints.FindAsync(work, id) is not { } endpoint) return Refused.Because(WebhookErrors.NoEndpoint);
        if (ETags.Check(http, endpoint) is { } stale) return Refused.Because(stale);
        var real = Instants.Truncate(clock.GetUtcNow());
        if (endpoint.Enable() is { } already) return await work.RefuseAsync(already);
        var lane = await CreateEndpoint.NewLaneAsync(work, endpoint.Id, real);
        work.Db.Add(lane);
        work.Record("webhook_endpoint.enabled", endpoint.Id.ToString());
        return await work.AnswerAsync(200, WebhookEndpointResource.From(endpoint, lane, real), Keeping.Plainly, etag: endpoint);
    }
}
