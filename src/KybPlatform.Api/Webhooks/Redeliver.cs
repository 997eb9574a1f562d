using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Webhooks;

/// <summary>What to send again to one endpoint: exactly one of the two.</summary>
/// <param name="Since">All deliveries that were begun then or later and failed, and all events of then or later that the endpoint was never sent: it was disabled, or failed for too long.</param>
/// <param name="After">All events behind this cursor of the event log that the endpoint is told of, whether they failed or not.</param>
public sealed record WebhookRedelivery(DateTimeOffset? Since, string? After);

/// <summary>What will be sent again.</summary>
/// <param name="Deliveries">Failed deliveries that are pending again, and those of events that were never tried.</param>
/// <param name="Events">Events behind the cursor, before the endpoint's filter.</param>
public sealed record WebhookRedeliveryCount(long Deliveries, long Events);

internal sealed class WebhookRedeliveryValidator : AbstractValidator<WebhookRedelivery>
{
    public WebhookRedeliveryValidator()
    {
        RuleFor(r => r.Since).NotNull().When(r => r.After is null);
        RuleFor(r => r.After).Null().When(r => r.Since is not null).WithErrorCode("invalid_value").WithMessage("Give since or after, not both.");
        RuleFor(r => r.After).Must(a => a is null || Cursor.Read(a).Position is not null).WithErrorCode("invalid_cursor").WithMessage("after is a next_cursor of the event log.");
    }
}

/// <summary>Sends again what an endpoint missed: one delivery, all that failed since an instant, or the log from a cursor on.</summary>
internal static class Redeliver
{
    public static void Map(RouteGroupBuilder endpoints, RouteGroupBuilder deliveries)
    {
        deliveries.MapPost("/{id}/redeliver", OneAsync).Requires(Scopes.WebhooksManage).Idempotent()
            .WithSummary("Send one delivery again").Produces<WebhookDeliveryResource>(202).ProducesRefusals(400, 404, 422)
            .Refuses(409, WebhookErrors.Disabled.Code, WebhookErrors.Disabled.Detail).Refuses(409, WebhookErrors.Deleted.Code, WebhookErrors.Deleted.Detail).Refuses(409, WebhookErrors.EventGone.Code, WebhookErrors.EventGone.Detail);
        endpoints.MapPost("/{id}/redeliver", ManyAsync).Requires(Scopes.WebhooksManage).Idempotent()
            .WithSummary("Send again what failed since an instant, or the log from a cursor on").Produces<WebhookRedeliveryCount>(202).ProducesRefusals(400, 404, 413, 415, 422)
            .Refuses(409, WebhookErrors.Disabled.Code, WebhookErrors.Disabled.Detail).ExampleRequest("""{ "since": "2026-11-20T09:30:00Z" }""");
    }

    private static async Task<IResult> OneAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, Signals signals, TimeProvider clock)
    {
        if (await FoundDeliveries.FindAsync(work, id) is not { } failed) return Refused.Because(WebhookErrors.NoDelivery);
        if (await FoundEndpoints.FindAsync(work, new WebhookEndpointId(failed.EndpointId)) is not { } endpoint) return await work.RefuseAsync(WebhookErrors.Deleted);
        if (endpoint.Status == WebhookEndpointStatus.Disabled) return await work.RefuseAsync(WebhookErrors.Disabled);
        if (failed.Position is { } at && !await work.Db.Set<LoggedEvent>().AnyAsync(e => e.Position == at, work.Canceled)) return await work.RefuseAsync(WebhookErrors.EventGone);
        var again = AskedDelivery.New(work.Tenant, failed.EndpointId, failed.EventId, failed.Position, failed.Type, WebhookTrigger.Redelivery, Instants.Truncate(clock.GetUtcNow()));
        work.Db.Add(again);
        AskedDelivery.Hurry(work.Db, again);
        work.Record("webhook_delivery.redelivered", again.Id.ToString(), endpoint.Id.ToString(), new { of = failed.Id });
        var answer = await work.AnswerAsync(202, WebhookDeliveryResource.From(again), Keeping.Plainly, $"/v1/webhook-deliveries/{again.Id}");
        signals.Deliveries.Set();
        return answer;
    }

    private static async Task<IResult> ManyAsync(string id, Body<WebhookRedelivery> body, Work work, Signals signals, TimeProvider clock)
    {
        if (await FoundEndpoints.FindAsync(work, id) is not { } endpoint) return Refused.Because(WebhookErrors.NoEndpoint);
        if (endpoint.Status == WebhookEndpointStatus.Disabled) return await work.RefuseAsync(WebhookErrors.Disabled);
        var again = body.Value.Since is { } since ? await FailedSinceAsync(work, endpoint, since, clock.GetUtcNow()) : await FromAsync(work, endpoint, Cursor.Read(body.Value.After!).Position!.Value);
        work.Record("webhook_endpoint.redelivered", endpoint.Id.ToString(), details: again);
        var answer = await work.AnswerAsync(202, again, Keeping.Plainly);
        signals.Deliveries.Set();
        return answer;
    }

    private static async Task<WebhookRedeliveryCount> FailedSinceAsync(Work work, WebhookEndpoint endpoint, DateTimeOffset since, DateTimeOffset real)
    {
        var from = since.ToUniversalTime();
        var count = await work.Db.Set<WebhookDelivery>().LongCountAsync(d => d.EndpointId == endpoint.Id.Value && d.Status != WebhookDeliveryStatus.Delivered && d.CreatedAt >= from, work.Canceled);
        var revive = Command("""
            UPDATE webhook_deliveries SET status = 'pending', attempts = 0, trigger = 'redelivery', created_at = clock_timestamp(), next_attempt_at = clock_timestamp()
            WHERE tenant_id = $1 AND endpoint_id = $2 AND status <> 'delivered' AND created_at >= $3
            """, endpoint);
        revive.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = from });
        // The lane before its deliveries, as whoever writes down a load does.
        AskedDelivery.Hurry(work.Db, work.Tenant, endpoint.Id.Value);
        work.Db.Extra.Add(revive);
        return new WebhookRedeliveryCount(count + await NeverSent.AddAsync(work, endpoint, from, real), 0);
    }

    // The lane goes back: whoever holds it just now leaves a position alone that is not the one it began at.
    private static async Task<WebhookRedeliveryCount> FromAsync(Work work, WebhookEndpoint endpoint, long position)
    {
        var lane = await FoundEndpoints.LaneAsync(work, endpoint.Id);
        var back = Command("UPDATE webhook_lanes SET position = least(position, $3), due_at = clock_timestamp() WHERE tenant_id = $1 AND endpoint_id = $2", endpoint);
        back.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        work.Db.Extra.Add(back);
        return new WebhookRedeliveryCount(0, Math.Max(0, (lane?.Head ?? position) - position));
    }

    private static NpgsqlBatchCommand Command(string sql, WebhookEndpoint endpoint)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = endpoint.TenantId.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = endpoint.Id.Value });
        return command;
    }
}
