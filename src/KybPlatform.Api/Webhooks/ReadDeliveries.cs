using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Webhooks.Dispatch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Webhooks;

/// <summary>The log of deliveries, newest first, and one of them with its body and how the answer began.</summary>
internal static class ReadDeliveries
{
    public static void Map(RouteGroupBuilder deliveries)
    {
        deliveries.MapGet("", ListAsync).Requires(Scopes.WebhooksRead).Lists("endpoint", "status", "event")
            .TakesQuery("endpoint", "Only deliveries to this endpoint.", ExampleValues.Id(WebhookEndpointId.Prefix)).TakesQuery("event", "Only deliveries of this event.", ExampleValues.Id(EventId.Prefix))
            .TakesQuery("status", "Only deliveries that stand so.", SnakeCase.All<WebhookDeliveryStatus>())
            .WithSummary("List webhook deliveries").Produces<Page<WebhookDeliveryResource>>().ProducesRefusals(422);
        deliveries.MapGet("/{id}", GetAsync).Requires(Scopes.WebhooksRead).WithSummary("Read a webhook delivery").Produces<WebhookDeliveryDetail>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(string? endpoint, string? status, string? @event, HttpContext http, Work work)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<WebhookDelivery>().AsNoTracking();
        if (status is not null)
        {
            if (!SnakeCase.TryParse<WebhookDeliveryStatus>(status, out var wanted)) return Refused.Because(UnknownStatus(status));
            rows = rows.Where(d => d.Status == wanted);
        }
        // An id that cannot be one finds nothing, as an unknown one does.
        if (endpoint is not null)
        {
            var wanted = PublicId.TryParse<WebhookEndpointId>(endpoint, out var id) ? id.Value : Guid.Empty;
            rows = rows.Where(d => d.EndpointId == wanted);
        }
        if (@event is not null)
        {
            var wanted = PublicId.TryParse<EventId>(@event, out var id) ? id.Value : Guid.Empty;
            rows = rows.Where(d => d.EventId == wanted);
        }
        var found = await rows.NewestFirst(d => d.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, WebhookDeliveryResource.From, d => d.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work, Envelopes envelopes)
    {
        if (await FoundDeliveries.FindAsync(work, id) is not { } row) return Refused.Because(WebhookErrors.NoDelivery);
        var happened = await work.Db.Set<LoggedEvent>().AsNoTracking().SingleOrDefaultAsync(e => e.Position == row.Position, work.Canceled);
        if (happened is null && row.Position is not null) return Answer.Ok(WebhookDeliveryDetail.From(row, null));
        var endpoint = await FoundEndpoints.FindAsync(work, new WebhookEndpointId(row.EndpointId));
        var news = happened is null ? News.OfTest(row) : new News(row.EventId, row.Position, row.Type, happened.Resource, happened.Parent, happened.OccurredAt);
        return Answer.Ok(WebhookDeliveryDetail.From(row, envelopes.Masked(news, endpoint?.Payload ?? WebhookPayload.Thin)));
    }

    private static Error UnknownStatus(string given)
    {
        var detail = $"Not a known value.{Nearest.Hint(given, SnakeCase.All<WebhookDeliveryStatus>())}";
        return Error.Invalid("unknown_value", detail, new FieldError("?status", "unknown_value", detail)) with { OfShape = true };
    }
}
