using System.Text.Json;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>An answer as bytes: written once, kept for the idempotency key, sent, and later replayed byte for byte.</summary>
public sealed record Answer(int Status, byte[] Body, string ContentType = "application/json", string? Location = null, string? ETag = null) : IResult
{
    public static Answer Of<T>(int status, T value, string? location = null, string? etag = null) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(value, Wire.Json), Location: location, ETag: etag);

    public static Answer Ok<T>(T value, string? etag = null) => Of(200, value, etag: etag);

    public static Answer Empty { get; } = new(204, []);

    public static Answer Refusing(Error error, string requestId) => new(ErrorStatus.Of(error.Kind), Problem.Bytes(error, requestId), Problem.ContentType);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Location is not null) response.Headers.Location = Location;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (Status == 204) return Task.CompletedTask;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();
    }
}

/// <summary>What an answer must be protected with where it is kept.</summary>
/// <param name="Subjects">Everybody whose classified values are in the answer.</param>
/// <param name="Secret">The answer holds a secret that is shown this once.</param>
public sealed record Keeping(IReadOnlyCollection<Guid>? Subjects = null, bool Secret = false)
{
    public static Keeping Plainly { get; } = new();
}
