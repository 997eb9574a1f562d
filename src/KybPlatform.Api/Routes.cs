using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api;

/// <summary>
/// The framework's own <c>Map…</c>, found before it from every namespace of this project, with one difference: what binds a request to its
/// handler is compiled when the route is first called. Compiled for all routes at the start, it was a quarter of the time to ready.
/// </summary>
internal static class Routes
{
    private static readonly string[] Get = [HttpMethods.Get], Post = [HttpMethods.Post], Put = [HttpMethods.Put], Patch = [HttpMethods.Patch], Delete = [HttpMethods.Delete];

    public static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => Map(routes, pattern, Get, handler);

    public static RouteHandlerBuilder MapPost(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => Map(routes, pattern, Post, handler);

    public static RouteHandlerBuilder MapPut(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => Map(routes, pattern, Put, handler);

    public static RouteHandlerBuilder MapPatch(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => Map(routes, pattern, Patch, handler);

    public static RouteHandlerBuilder MapDelete(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => Map(routes, pattern, Delete, handler);

    private static RouteHandlerBuilder Map(IEndpointRouteBuilder routes, string pattern, string[] methods, Delegate handler) =>
        RouteHandlerServices.Map(routes, pattern, handler, methods, RequestDelegateFactory.InferMetadata, (made, options, metadata) =>
        {
            var bound = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(made, options, metadata).RequestDelegate);
            return new RequestDelegateResult(context => bound.Value(context), metadata?.EndpointMetadata ?? []);
        });
}
