using KybPlatform.Api.Http;

namespace KybPlatform.Api.Webhooks;

internal static class WebhookErrors
{
    public static Error NoEndpoint => Error.NotFound("webhook endpoint");

    public static Error NoDelivery => Error.NotFound("webhook delivery");

    public static Error TooMany => Error.Conflict("too_many_endpoints", "A tenant has 50 webhook endpoints at most.");

    public static Error Disabled => Error.Conflict("endpoint_disabled", "The webhook endpoint is disabled: enable it first.");

    public static Error Enabled => Error.Conflict("endpoint_enabled", "The webhook endpoint is enabled already.");

    public static Error Deleted => Error.Conflict("endpoint_deleted", "The webhook endpoint was deleted.");

    public static Error EventGone => Error.Conflict("event_gone", "The event is no longer kept.");

    public static Error ScopeNotHeld(string pointer, string scope)
    {
        var detail = $"The key lacks the scope {scope}, and what is sent would tell more than it may read.";
        return Error.Forbidden("scope_not_held", detail) with { Fields = [new FieldError(pointer, "scope_not_held", detail)] };
    }
}
