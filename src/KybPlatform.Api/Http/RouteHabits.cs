using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>Marks a route whose POST has an effect and therefore honours <c>Idempotency-Key</c>.</summary>
public sealed record IdempotentRoute;

/// <summary>Marks a POST that only asks a question: an idempotency key is ignored.</summary>
public sealed record PureQuestion;

/// <summary>Marks a route that answers pages.</summary>
public sealed record ListingRoute(IReadOnlyList<string> Filters);

/// <summary>Marks a route that honours <c>If-Match</c>.</summary>
public sealed record VersionedRoute(bool Required);

/// <summary>Marks a route that can wait for the decision.</summary>
public sealed record WaitingRoute;

/// <summary>The words of a route line: who may call it, and how it behaves when called twice.</summary>
public static class RouteHabits
{
    public static RouteHandlerBuilder Requires(this RouteHandlerBuilder route, string scope) => route.WithMetadata(new Access(scope)).ProducesRefusals(401, 403, 429, 503);

    public static RouteHandlerBuilder RequiresPlatformKey(this RouteHandlerBuilder route) => route.WithMetadata(Access.PlatformKey).ProducesRefusals(401, 403, 503);

    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder route) =>
        route.WithMetadata(new IdempotentRoute()).AddEndpointFilter(IdempotencyFilter.Apply);

    /// <summary>The route answers pages, and filters by these query parameters.</summary>
    public static RouteHandlerBuilder Lists(this RouteHandlerBuilder route, params string[] filters) => route.WithMetadata(new ListingRoute(filters));

    /// <summary>The route answers an ETag and honours <c>If-Match</c>.</summary>
    public static RouteHandlerBuilder Versioned(this RouteHandlerBuilder route, bool required = false) =>
        route.WithMetadata(new VersionedRoute(required)).ProducesRefusals(required ? [412, 428] : [412]);

    /// <summary>The route honours <c>Prefer: wait=N</c>.</summary>
    public static RouteHandlerBuilder Waits(this RouteHandlerBuilder route) => route.WithMetadata(new WaitingRoute());

    public static RouteHandlerBuilder AsksOnly(this RouteHandlerBuilder route) => route.WithMetadata(new PureQuestion());

    /// <summary>Documents the refusals of a route beside the ones that every route shares.</summary>
    public static RouteHandlerBuilder ProducesRefusals(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses) route.WithMetadata(new RefusalStatus(status));
        return route;
    }
}

/// <summary>A status that a route may refuse with; read by the OpenAPI document.</summary>
public sealed record RefusalStatus(int Status);
