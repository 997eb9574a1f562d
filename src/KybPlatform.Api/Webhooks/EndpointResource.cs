using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Webhooks;

/// <summary>How deliveries to an endpoint stand; null while it is disabled.</summary>
/// <param name="Position">Up to here in the tenant's log every event was delivered or is a delivery of its own.</param>
/// <param name="Behind">Events behind that position.</param>
/// <param name="Failures">Attempts that failed since one succeeded.</param>
public sealed record EndpointProgress(long Position, long Behind, int Failures, DateTimeOffset? FailingSince);

/// <summary>The one wire shape of a webhook endpoint: everything but its secret.</summary>
/// <param name="EventTypes">Types and families of types that it is told of; empty for all.</param>
/// <param name="PersonalData">Whether full payloads hold classified values.</param>
/// <param name="PreviousSecretUntil">Until when the secret before the last rotation signs, too.</param>
public sealed record WebhookEndpointResource(
    WebhookEndpointId Id, string Url, string? Description, IReadOnlyList<string> EventTypes, WebhookPayload Payload, bool PersonalData, WebhookEndpointStatus Status,
    WebhookDisabledReason? DisabledReason, DateTimeOffset? DisabledAt, EndpointProgress? Progress, DateTimeOffset? PreviousSecretUntil, DateTimeOffset CreatedAt, string CreatedBy)
{
    internal static WebhookEndpointResource From(WebhookEndpoint endpoint, WebhookLane? lane, DateTimeOffset now) => new(
        endpoint.Id, endpoint.Url, endpoint.Description, endpoint.EventTypes, endpoint.Payload, endpoint.PersonalData, endpoint.Status, endpoint.DisabledReason, endpoint.DisabledAt,
        lane is null ? null : new EndpointProgress(lane.Position, lane.Head - lane.Position, lane.Failures, lane.FailingSince),
        endpoint.PreviousUntil > now ? endpoint.PreviousUntil : null, endpoint.CreatedAt, endpoint.CreatedBy);
}

/// <summary>An endpoint with its signing secret, which is shown this once.</summary>
public sealed record WebhookEndpointWithSecret(
    WebhookEndpointId Id, string SigningSecret, string Url, string? Description, IReadOnlyList<string> EventTypes, WebhookPayload Payload, bool PersonalData, WebhookEndpointStatus Status,
    DateTimeOffset? PreviousSecretUntil, DateTimeOffset CreatedAt, string CreatedBy)
{
    internal static WebhookEndpointWithSecret From(WebhookEndpoint endpoint, byte[] secret) => new(
        endpoint.Id, WebhookSecrets.Show(secret), endpoint.Url, endpoint.Description, endpoint.EventTypes, endpoint.Payload, endpoint.PersonalData, endpoint.Status,
        endpoint.PreviousUntil, endpoint.CreatedAt, endpoint.CreatedBy);
}

internal static class FoundEndpoints
{
    public static async Task<WebhookEndpoint?> FindAsync(Work work, string id) =>
        PublicId.TryParse<WebhookEndpointId>(id, out var key) ? await FindAsync(work, key) : null;

    public static Task<WebhookEndpoint?> FindAsync(Work work, WebhookEndpointId id) => work.Db.Set<WebhookEndpoint>().SingleOrDefaultAsync(e => e.Id == id, work.Canceled);

    // Lanes stand in a table without a tenant's wall, so each query names the tenant.
    public static Task<WebhookLane?> LaneAsync(Work work, WebhookEndpointId id) =>
        work.Db.Set<WebhookLane>().AsNoTracking().SingleOrDefaultAsync(l => l.TenantId == work.Tenant && l.EndpointId == id.Value, work.Canceled);
}
