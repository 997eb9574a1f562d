using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>The one writer of problem details (RFC 9457).</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static byte[] Bytes(Error error, string requestId)
    {
        var status = ErrorStatus.Of(error.Kind);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:kyb:error:{error.Code}");
            json.WriteString("title", ErrorStatus.Title(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", error.Detail);
            json.WriteString("code", error.Code);
            json.WriteString("request_id", requestId);
            if (!error.Fields.IsDefaultOrEmpty)
            {
                json.WriteStartArray("errors");
                foreach (var field in error.Fields)
                {
                    json.WriteStartObject();
                    json.WriteString("pointer", field.Pointer);
                    json.WriteString("code", field.Code);
                    json.WriteString("detail", field.Detail);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static Task WriteAsync(HttpContext http, Error error)
    {
        if (http.Response.HasStarted) return Task.CompletedTask;
        http.Response.StatusCode = ErrorStatus.Of(error.Kind);
        http.Response.ContentType = ContentType;
        if (error.Kind == ErrorKind.Unavailable) http.Response.Headers.RetryAfter = "1";
        if (error.Kind == ErrorKind.Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        var bytes = Bytes(error, http.RequestId());
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}

/// <summary>An answer that refuses.</summary>
public sealed class Refused(Error error) : IResult
{
    public Error Error { get; } = error;

    public static IResult Because(Error error) => new Refused(error);

    public Task ExecuteAsync(HttpContext httpContext) => Problem.WriteAsync(httpContext, Error);
}
