using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>The refusals that routes have in common, as examples: each with its stable code.</summary>
internal static class SharedRefusals
{
    /// <summary>What an operation is asked about; decides which shared refusals it can have.</summary>
    internal readonly record struct Habits(bool Platform, bool Body, bool Multipart, bool Idempotent, bool Lists, bool Versioned, bool IdInPath);

    public static IEnumerable<Error> Of(int status, Habits habits) => status switch
    {
        400 => Malformed(habits),
        401 => [Error401("unauthenticated", "Send Authorization: Bearer with an API key."), Error401("invalid_api_key", "The API key is unknown, expired or revoked.")],
        403 when habits.Platform => [Error.Forbidden("platform_key_required", "This route takes the platform key.")],
        403 =>
        [
            Error.Forbidden("missing_scope", "The key lacks the scope that this route asks for."),
            Error.Forbidden("ip_not_allowed", "The key may not be used from this address."),
        ],
        404 => [Error.NotFound("resource")],
        409 => [Error.Conflict("concurrent_change", "The resource was changed at the same moment. Read it again.")],
        412 => [new("version_mismatch", ErrorKind.PreconditionFailed, "The resource was changed since it was read.")],
        413 when habits.Multipart => [new("document_too_large", ErrorKind.TooLarge, "The document is larger than is accepted.")],
        413 => [RawBody.TooLarge],
        415 => [new("unsupported_media_type", ErrorKind.UnsupportedMediaType, habits.Multipart ? "Send multipart/form-data." : "Send application/json.")],
        422 => Invalid(habits),
        428 => [new("if_match_required", ErrorKind.PreconditionRequired, "Send If-Match with the ETag that was read.")],
        429 => [new("rate_limited", ErrorKind.TooManyRequests, "This key's rate is used up; see Retry-After.")],
        503 => [new("database_unavailable", ErrorKind.Unavailable, "The database did not answer. Try again, with the same Idempotency-Key.")],
        _ => [],
    };

    /// <summary>The statuses that follow from how a route is called, whether its line names them or not.</summary>
    public static IEnumerable<int> Implied(Habits habits)
    {
        if (habits.Body) foreach (var status in (int[])[400, 413, 415, 422]) yield return status;
        if (habits.Idempotent) yield return 400;
        if (habits.IdInPath) yield return 404;
        // A query parameter that the route does not have.
        yield return 422;
    }

    public static JsonNode Example(Error error) =>
        JsonNode.Parse(Problem.Bytes(error, ExampleValues.Id("req")))!;

    private static Error Error401(string code, string detail) => new(code, ErrorKind.Unauthorized, detail);

    private static IEnumerable<Error> Malformed(Habits habits)
    {
        if (habits.Body)
        {
            yield return Error.Malformed("malformed_json", "Not JSON at line 1, byte 2.");
            yield return Error.Malformed("duplicate_key", "An object names the same key twice.");
        }
        if (habits.Multipart) yield return Error.Malformed("malformed_multipart", "The multipart body could not be read.");
        if (habits.Idempotent) yield return Error.Malformed("invalid_idempotency_key", "An idempotency key has 1 to 255 printable ASCII characters.");
        if (!habits.Body && !habits.Multipart && !habits.Idempotent) yield return Error.Malformed("malformed_request", "The request could not be read.");
    }

    private static IEnumerable<Error> Invalid(Habits habits)
    {
        if (habits.Body)
        {
            yield return Field("unknown_field", "/nmae", "There is no field 'nmae' here. Did you mean 'name'?");
            yield return Field("required", "/name", "'Name' must not be empty.");
        }
        else
        {
            yield return Field("unknown_field", "?statu", "There is no parameter 'statu' here. Did you mean 'status'?");
        }

        if (habits.Lists) yield return Field("out_of_range", "?limit", "limit is a whole number from 1 to 100.");
        if (habits.Idempotent) yield return Error.Invalid("idempotency_key_reused", "This Idempotency-Key came with other content before.");
    }

    private static Error Field(string code, string pointer, string detail) => Error.Invalid(code, detail, [new FieldError(pointer, code, detail)]);
}
