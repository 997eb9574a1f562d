using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Webhooks;

/// <summary>Sends an event that means nothing to one endpoint, whatever its filter; how it went is read from its delivery.</summary>
internal static class TestEndpoint
{
    public const string Type = "webhook_endpoint.test";

    public static void Map(RouteGroupBuilder endpoints) =>
        endpoints.MapPost("/{id}/test", HandleAsync).Requires(Scopes.WebhooksManage).Idempotent()
            .WithSummary("Send a test event").Produces<WebhookDeliveryResource>(202).ProducesRefusals(400, 404, 422).Refuses(409, WebhookErrors.Disabled.Code, WebhookErrors.Disabled.Detail);

    private static async Task<IResult> HandleAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, Signals signals, TimeProvider clock)
    {
        if (await FoundEndpoints.FindAsync(work, id) is not { } endpoint) return Refused.Because(WebhookErrors.NoEndpoint);
        if (endpoint.Status == WebhookEndpointStatus.Disabled) return await work.RefuseAsync(WebhookErrors.Disabled);
        var real = Instants.Truncate(clock.GetUtcNow());
        var delivery = AskedDelivery.New(work.Tenant, endpoint.Id.Value, Uuid7.New(real), null, Type, WebhookTrigger.Test, real);
        work.Db.Add(delivery);
        AskedDelivery.Hurry(work.Db, delivery);
        work.Record("webhook_endpoint.tested", endpoint.Id.ToString());
        var answer = await work.AnswerAsync(202, WebhookDeliveryResource.From(delivery), Keeping.Plainly, $"/v1/webhook-deliveries/{delivery.Id}");
        signals.Deliveries.Set();
        return answer;
    }
}
