using System.Reflection;
using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace KybPlatform.Api.Http;

/// <summary>What a route's first filter asks of a bound body.</summary>
internal interface IBody
{
    Error? Error { get; }
}

/// <summary>A JSON body, read strictly: known fields only, right types, no duplicate keys, then the request's own validator.</summary>
/// <remarks>A refused body never reaches the handler: <see cref="BodyFilter"/> answers for it.</remarks>
public sealed class Body<T> : IBody, IEndpointParameterMetadataProvider where T : class
{
    private readonly T? _value;

    private Body(T? value, ReadOnlyMemory<byte> raw, Error? error) => (_value, Raw, Error) = (value, raw, error);

    public T Value => _value ?? throw new InvalidOperationException("A refused body has no value.");

    /// <summary>The bytes as they came; what an idempotency key is compared by.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    public Error? Error { get; }

    public static async ValueTask<Body<T>> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var raw = await RawBody.ReadAsync(http);
        if (raw.IsRefused(out var refusal)) return new(null, default, refusal);
        if (http.Request.Headers.ContentEncoding is { Count: > 0 } coding && !(coding.Count == 1 && string.Equals(coding[0], "identity", StringComparison.OrdinalIgnoreCase)))
            return new(null, raw.Value, new Error("unsupported_media_type", ErrorKind.UnsupportedMediaType, "Send the body as it is, without a Content-Encoding."));
        if (!IsJson(http.Request.ContentType))
            return new(null, raw.Value, new Error("unsupported_media_type", ErrorKind.UnsupportedMediaType, "Send application/json."));
        var read = JsonBody.Read<T>(raw.Value, optional: parameter.HasDefaultValue || IsOptional(parameter));
        if (read.IsRefused(out refusal)) return new(null, raw.Value, refusal with { OfShape = true });
        var invalid = Validation.Check(http.RequestServices.GetService<IValidator<T>>(), read.Value);
        return new(read.Value, raw.Value, invalid);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new RequestShape(typeof(T), IsOptional(parameter)));

    private static bool IsOptional(ParameterInfo parameter) => parameter.GetCustomAttribute<OptionalBodyAttribute>() is not null;

    private static bool IsJson(string? contentType)
    {
        if (contentType is null or "" or "application/json" or "application/json; charset=utf-8") return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var given)
            && (given.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || given.MediaType.Equals("application/merge-patch+json", StringComparison.OrdinalIgnoreCase))
            && (!given.Charset.HasValue || HeaderUtilities.RemoveQuotes(given.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>An empty body stands for <c>{}</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OptionalBodyAttribute : Attribute;

/// <summary>Answers for a refused body before the handler runs.</summary>
internal static class BodyFilter
{
    public static async ValueTask<object?> Apply(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
            if (argument is IBody { Error: { } error })
                return Refused.Because(error);
        return await next(context);
    }
}
