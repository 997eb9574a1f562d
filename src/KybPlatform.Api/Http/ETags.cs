using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>Versions as strong entity tags (RFC 9110, section 8.8.3).</summary>
internal static class ETags
{
    /// <summary>What was never changed from what is usual has no row, and is version 0.</summary>
    public static string Of(IVersioned? row) => $"\"{row?.Version ?? 0}\"";

    /// <summary>Refuses where <c>If-Match</c> names another version, or is missing though required.</summary>
    public static Error? Check(HttpContext http, IVersioned? row, bool required = false)
    {
        var given = http.Request.Headers.IfMatch;
        if (given.Count == 0)
            return required ? new Error("if_match_required", ErrorKind.PreconditionRequired, "Send If-Match with the ETag that was read.") : null;
        return given.SelectMany(g => (g ?? "").Split(',')).Any(g => g.Trim() is "*" || g.Trim() == Of(row))
            ? null
            : new Error("version_mismatch", ErrorKind.PreconditionFailed, "The resource was changed since it was read.");
    }
}
