using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Webhooks;

/// <summary>One delivery, as lists show it.</summary>
/// <param name="EndpointId">May have been deleted since.</param>
/// <param name="EventId">What <c>webhook-id</c> said; the same whenever the event is sent.</param>
/// <param name="Position">The event's place in the log; null for a test.</param>
/// <param name="Fault">Why the last attempt failed: <c>timeout</c>, <c>connection</c>, <c>unknown_host</c>, <c>tls</c>, <c>private_target</c>, <c>redirect</c>, <c>status</c>, <c>unexpected</c>, <c>event_gone</c>, <c>endpoint_disabled</c> or <c>endpoint_deleted</c>.</param>
public sealed record WebhookDeliveryResource(
    WebhookDeliveryId Id, WebhookEndpointId EndpointId, EventId EventId, long? Position, string Type, WebhookTrigger Trigger, WebhookDeliveryStatus Status, int Attempts,
    DateTimeOffset CreatedAt, DateTimeOffset? LastAttemptAt, DateTimeOffset? NextAttemptAt, int? ResponseStatus, string? Fault, int? DurationMs)
{
    internal static WebhookDeliveryResource From(WebhookDelivery row) => new(
        row.Id, new WebhookEndpointId(row.EndpointId), new EventId(row.EventId), row.Position, row.Type, row.Trigger, row.Status, row.Attempts,
        row.CreatedAt, row.LastAttemptAt, row.NextAttemptAt, row.ResponseStatus, row.Fault, row.DurationMs);
}

/// <summary>One delivery with what was sent and how the answer began.</summary>
/// <param name="Body">What is sent, with classified values masked; null where the event is no longer kept.</param>
/// <param name="ResponseExcerpt">The beginning of the last answer, with e-mail addresses and long numbers masked; never kept where personal data was sent.</param>
public sealed record WebhookDeliveryDetail(
    WebhookDeliveryId Id, WebhookEndpointId EndpointId, EventId EventId, long? Position, string Type, WebhookTrigger Trigger, WebhookDeliveryStatus Status, int Attempts,
    DateTimeOffset CreatedAt, DateTimeOffset? LastAttemptAt, DateTimeOffset? NextAttemptAt, int? ResponseStatus, string? Fault, int? DurationMs, JsonElement? Body, string? ResponseExcerpt)
{
    internal static WebhookDeliveryDetail From(WebhookDelivery row, JsonElement? body) => new(
        row.Id, new WebhookEndpointId(row.EndpointId), new EventId(row.EventId), row.Position, row.Type, row.Trigger, row.Status, row.Attempts,
        row.CreatedAt, row.LastAttemptAt, row.NextAttemptAt, row.ResponseStatus, row.Fault, row.DurationMs, body, row.Excerpt);
}

internal static class FoundDeliveries
{
    public static async Task<WebhookDelivery?> FindAsync(Work work, string id) =>
        PublicId.TryParse<WebhookDeliveryId>(id, out var key) ? await work.Db.Set<WebhookDelivery>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == key, work.Canceled) : null;
}
