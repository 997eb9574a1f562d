using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Webhooks;

/// <summary>What changes about an endpoint; what is missing stays.</summary>
public sealed record WebhookEndpointChanges(string? Url, string? Description, IReadOnlyList<string>? EventTypes, WebhookPayload? Payload, bool? PersonalData);

internal sealed class WebhookEndpointChangesValidator : AbstractValidator<WebhookEndpointChanges>
{
    public WebhookEndpointChangesValidator()
    {
        RuleFor(e => e.Url).NotEmpty().When(e => e.Url is not null);
        RuleFor(e => e.Url).AnEndpointUrl();
        RuleFor(e => e.Description).MaximumLength(200);
        RuleFor(e => e.EventTypes).EventTypes();
    }
}

/// <summary>Changes an endpoint, and removes one with what is pending for it.</summary>
internal static class ChangeEndpoint
{
    public static void Map(RouteGroupBuilder endpoints)
    {
        endpoints.MapPatch("/{id}", ChangeAsync).Requires(Scopes.WebhooksManage).Versioned()
            .WithSummary("Change a webhook endpoint").Produces<WebhookEndpointResource>().ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(403, "scope_not_held", "Nobody has sent what they could not read themselves.")
            .Refuses(422, "https_required", "Events are sent over https only.").Refuses(422, "private_target", "The address is not a public one.")
            .Refuses(422, "unknown_event_type", "Nobody tells of such an event.")
            .ExampleRequest("""{ "event_types": ["inquiry.approved", "inquiry.declined"] }""");
        endpoints.MapDelete("/{id}", DeleteAsync).Requires(Scopes.WebhooksManage).Versioned()
            .WithSummary("Delete a webhook endpoint; its delivery log stays").Produces(204).ProducesRefusals(404, 409);
    }

    private static async Task<IResult> ChangeAsync(string id, Body<WebhookEndpointChanges> body, HttpContext http, Work work, PlatformSettings settings, TimeProvider clock)
    {
        if (MergePatch.Removals(body.Raw) is { } removal) return Refused.Because(removal);
        if (await FoundEndpoints.FindAsync(work, id) is not { } endpoint) return Refused.Because(WebhookErrors.NoEndpoint);
        if (ETags.Check(http, endpoint) is { } stale) return Refused.Because(stale);

        var (changes, given) = (new List<string>(), body.Value);
        if (given.Url is { } url) Change("url", () => endpoint.Url = url);
        if (given.Description is { } description) Change("description", () => endpoint.Description = description);
        if (given.EventTypes is { } types) Change("event_types", () => endpoint.EventTypes = [.. types.Distinct()]);
        if (given.Payload is { } payload) Change("payload", () => endpoint.Payload = payload);
        if (given.PersonalData is { } personal) Change("personal_data", () => endpoint.PersonalData = personal);
        if (given.Url is not null && EndpointRules.Check(endpoint.Url, settings.Development) is { } unfit) return Refused.Because(unfit);
        if (EndpointRules.Check(given.EventTypes) is { } strange) return Refused.Because(strange);
        // A new address is told no more than whoever names it may read.
        if (EndpointRules.Check(work.Caller, endpoint.Payload, endpoint.PersonalData) is { } forbidden) return Refused.Because(forbidden);
        if (endpoint is { PersonalData: true, Payload: WebhookPayload.Thin }) return Refused.Because(OnlyFull);
        if (changes.Count > 0) work.Record("webhook_endpoint.changed", endpoint.Id.ToString(), details: new { changed = changes });
        return await work.AnswerAsync(200, WebhookEndpointResource.From(endpoint, await FoundEndpoints.LaneAsync(work, endpoint.Id), clock.GetUtcNow()), Keeping.Plainly, etag: endpoint);

        void Change(string field, Action set)
        {
            set();
            changes.Add(field);
        }
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, Work work)
    {
        if (await FoundEndpoints.FindAsync(work, id) is not { } endpoint) return Refused.Because(WebhookErrors.NoEndpoint);
        if (ETags.Check(http, endpoint) is { } stale) return Refused.Because(stale);
        work.Db.Remove(endpoint);
        EndpointStop.Stop(work.Db, endpoint, "endpoint_deleted");
        work.Record("webhook_endpoint.deleted", endpoint.Id.ToString());
        return await work.AnswerAsync<object?>(204, null, Keeping.Plainly);
    }

    private static Error OnlyFull => Error.Invalid("invalid_value", "Only full payloads hold personal data.", new FieldError("/personal_data", "invalid_value", "Only full payloads hold personal data.")) with { OfShape = true };
}
