using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Http;

/// <summary>The last net: an exception becomes the problem that it means, or an unexpected one that tells nothing but its request id.</summary>
internal sealed partial class Faults(RequestDelegate next, ILogger<Faults> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers[RequestIds.Header] = http.RequestId();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.StatusCode is 405 or 415 && http.Response.ContentLength is null)
                await Problem.WriteAsync(http, StatusOnly(http.Response.StatusCode));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = 499;
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            var error = Meaning(fault);
            if (error.Kind is ErrorKind.Unexpected) Unexpected(log, http.RequestId(), fault);
            else if (error.Kind is ErrorKind.Unavailable) DatabaseAway(log, http.RequestId(), DatabaseFaults.Told(fault));
            http.Response.Headers.Remove("Location");
            await Problem.WriteAsync(http, error);
        }
    }

    private static Error StatusOnly(int status) => status == 405
        ? new Error("method_not_allowed", ErrorKind.MethodNotAllowed, "This route does not take that method.")
        : new Error("unsupported_media_type", ErrorKind.UnsupportedMediaType, "The content type is not accepted here.");

    private static Error Meaning(Exception fault) => fault switch
    {
        ConflictException { Kind: Conflict.Stale } => new Error("concurrent_change", ErrorKind.Conflict, "The resource was changed at the same moment. Read it again."),
        ConflictException { Kind: Conflict.Missing } => new Error("concurrent_change", ErrorKind.Conflict, "Something that this refers to was removed at the same moment."),
        ConflictException => new Error("already_exists", ErrorKind.Conflict, "It exists already."),
        BadHttpRequestException { StatusCode: 413 } => RawBody.TooLarge,
        BadHttpRequestException bad => new Error("malformed_request", ErrorKind.Malformed, bad.StatusCode == 408 ? "The body came too slowly." : "The request could not be read."),
        _ when DatabaseFaults.IsAway(fault) => Away,
        _ => new Error("unexpected", ErrorKind.Unexpected, "Something went wrong here; the request id names it."),
    };

    private static Error Away => new("database_unavailable", ErrorKind.Unavailable, "The database did not answer. Try again, with the same Idempotency-Key.");

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} failed")]
    private static partial void Unexpected(ILogger log, string requestId, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {RequestId} met no database: {Reason}")]
    private static partial void DatabaseAway(ILogger log, string requestId, string reason);
}
