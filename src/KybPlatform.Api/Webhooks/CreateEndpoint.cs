using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Webhooks;

/// <summary>A new endpoint; it is told of what happens from now on.</summary>
/// <param name="EventTypes">Types such as <c>inquiry.approved</c>, families such as <c>inquiry.*</c>; all where it is left out.</param>
/// <param name="Payload"><c>thin</c> (default): ids, status and position. <c>full</c>: the resource, too.</param>
/// <param name="PersonalData">With <c>full</c>: classified values, too. Asks for <c>profiles:read</c>.</param>
public sealed record NewWebhookEndpoint(string? Url, string? Description, IReadOnlyList<string>? EventTypes, WebhookPayload? Payload, bool? PersonalData);

internal sealed class NewWebhookEndpointValidator : AbstractValidator<NewWebhookEndpoint>
{
    public NewWebhookEndpointValidator()
    {
        RuleFor(e => e.Url).NotEmpty();
        RuleFor(e => e.Url).AnEndpointUrl();
        RuleFor(e => e.Description).MaximumLength(200);
        RuleFor(e => e.EventTypes).EventTypes();
        RuleFor(e => e.PersonalData).Must((e, p) => p is not true || e.Payload == WebhookPayload.Full).WithErrorCode("invalid_value").WithMessage("Only full payloads hold personal data.");
    }
}

internal static class CreateEndpoint
{
    private const int Most = 50;

    public static void Map(RouteGroupBuilder endpoints) =>
        endpoints.MapPost("", HandleAsync).Requires(Scopes.WebhooksManage).Idempotent()
            .WithSummary("Make a webhook endpoint").Produces<WebhookEndpointWithSecret>(201).ProducesRefusals(400, 413, 415, 422)
            .Refuses(403, "scope_not_held", "Nobody has sent what they could not read themselves.").Refuses(409, WebhookErrors.TooMany.Code, WebhookErrors.TooMany.Detail)
            .Refuses(422, "https_required", "Events are sent over https only.").Refuses(422, "private_target", "The address is not a public one.").Refuses(422, "unknown_event_type", "Nobody tells of such an event.")
            .ExampleRequest("""{ "url": "https://hooks.example.com/kyb", "description": "Billing", "event_types": ["inquiry.*", "sender_registration.restricted"], "payload": "thin" }""");

    private static async Task<IResult> HandleAsync(Body<NewWebhookEndpoint> body, Work work, WebhookSecrets secrets, PlatformSettings settings, TimeProvider clock)
    {
        var (given, real) = (body.Value, Instants.Truncate(clock.GetUtcNow()));
        if (EndpointRules.Check(given.Url!, settings.Development) is { } unfit) return Refused.Because(unfit);
        if (EndpointRules.Check(given.EventTypes) is { } strange) return Refused.Because(strange);
        if (EndpointRules.Check(work.Caller, given.Payload ?? WebhookPayload.Thin, given.PersonalData == true) is { } forbidden) return Refused.Because(forbidden);
        if (await work.Db.Set<WebhookEndpoint>().CountAsync(work.Canceled) >= Most) return await work.RefuseAsync(WebhookErrors.TooMany);

        var (id, secret) = (PublicId.New<WebhookEndpointId>(real), WebhookSecrets.New());
        var endpoint = new WebhookEndpoint
        {
            TenantId = work.Tenant,
            Id = id,
            Url = given.Url!,
            Description = given.Description,
            EventTypes = [.. (given.EventTypes ?? []).Distinct()],
            Payload = given.Payload ?? WebhookPayload.Thin,
            PersonalData = given.PersonalData == true,
            Secret = secrets.Seal(work.Tenant, id, secret),
            CreatedAt = real,
            CreatedBy = work.Caller.Actor.ToString(),
        };
        work.Db.Add(endpoint);
        work.Db.Add(await NewLaneAsync(work, id, real));
        work.Record("webhook_endpoint.created", id.ToString(), details: new { event_types = endpoint.EventTypes, payload = endpoint.Payload, personal_data = endpoint.PersonalData });
        return await work.AnswerAsync(201, WebhookEndpointWithSecret.From(endpoint, secret), new Keeping(Secret: true), $"/v1/webhook-endpoints/{id}", etag: endpoint);
    }

    /// <summary>From where the log ends now.</summary>
    public static async Task<WebhookLane> NewLaneAsync(Work work, WebhookEndpointId id, DateTimeOffset real)
    {
        var head = await work.Db.Set<EventHead>().AsNoTracking().Select(h => h.Position).FirstOrDefaultAsync(work.Canceled);
        return new WebhookLane { TenantId = work.Tenant, EndpointId = id.Value, Head = head, Position = head, LeasedUntil = real };
    }
}
