using System.Collections.Immutable;

namespace KybPlatform.Api.Http;

/// <summary>Which family a refusal belongs to; decides the HTTP status in one place, <see cref="ErrorStatus"/>.</summary>
public enum ErrorKind
{
    Malformed, Unauthorized, Forbidden, NotFound, MethodNotAllowed, Conflict, PreconditionFailed, TooLarge, UnsupportedMediaType, Invalid, PreconditionRequired,
    TooManyRequests, Unavailable, Unexpected,
}

/// <summary>One fault at one place of the request. <paramref name="Pointer"/> is a JSON pointer (RFC 6901) into the body, or <c>?name</c> of a query parameter.</summary>
public sealed record FieldError(string Pointer, string Code, string Detail);

/// <summary>A refusal that the caller can cause: a value, never an exception. <paramref name="Code"/> is API and never renamed.</summary>
public sealed record Error(string Code, ErrorKind Kind, string Detail, ImmutableArray<FieldError> Fields = default)
{
    public static Error Malformed(string code, string detail) => new(code, ErrorKind.Malformed, detail);
    public static Error NotFound(string what) => new("not_found", ErrorKind.NotFound, $"No such {what}.");
    public static Error Forbidden(string code, string detail) => new(code, ErrorKind.Forbidden, detail);
    public static Error Conflict(string code, string detail) => new(code, ErrorKind.Conflict, detail);
    public static Error Invalid(string code, string detail, params ImmutableArray<FieldError> fields) => new(code, ErrorKind.Invalid, detail, fields);

    /// <summary>True where the refusal speaks of the request's shape and is therefore never kept for an idempotency key.</summary>
    public bool OfShape { get; init; }
}

/// <summary>The one table from kind to status.</summary>
public static class ErrorStatus
{
    public static int Of(ErrorKind kind) => kind switch
    {
        ErrorKind.Malformed => 400,
        ErrorKind.Unauthorized => 401,
        ErrorKind.Forbidden => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.MethodNotAllowed => 405,
        ErrorKind.Conflict => 409,
        ErrorKind.PreconditionFailed => 412,
        ErrorKind.TooLarge => 413,
        ErrorKind.UnsupportedMediaType => 415,
        ErrorKind.Invalid => 422,
        ErrorKind.PreconditionRequired => 428,
        ErrorKind.TooManyRequests => 429,
        ErrorKind.Unavailable => 503,
        ErrorKind.Unexpected => 500,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Title(int status) => status switch
    {
        400 => "Malformed request",
        401 => "Not authenticated",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Method not allowed",
        409 => "Conflict",
        412 => "Precondition failed",
        413 => "Content too large",
        415 => "Unsupported media type",
        422 => "Invalid content",
        428 => "Precondition required",
        429 => "Too many requests",
        503 => "Unavailable",
        _ => "Unexpected error",
    };
}
