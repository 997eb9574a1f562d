using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>Every response names its request; a caller's own <c>Request-Id</c> is kept where it is short and plain.</summary>
public static class RequestIds
{
    public const string Header = "Request-Id";
    private const string Key = "kyb.request_id";

    public static string RequestId(this HttpContext http)
    {
        if (http.Items[Key] is string held) return held;
        var given = http.Request.Headers[Header].ToString();
        var id = given.Length is > 0 and <= 64 && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given
            : PublicId.Write("req", Uuid7.New(TimeProvider.System.GetUtcNow()));
        http.Items[Key] = id;
        return id;
    }
}
