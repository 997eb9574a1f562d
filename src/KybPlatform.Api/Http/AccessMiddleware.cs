using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Http;

/// <summary>Finds the caller, refuses who may not call the route, and counts the call against its key's rate.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, ICallerDirectory directory, RateLimits rates, HttpSettings settings)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
        {
            // No column of text can hold it, so no parameter can mean anything by it.
            await Problem.WriteAsync(http, Error.Malformed("nul_character", "A query parameter must not hold U+0000."));
            return;
        }
        var access = http.GetEndpoint()?.Metadata.GetMetadata<Access>();
        if (access is null)
        {
            // What is served beside the API, its document and the page of it, answers by itself.
            var isOfApi = http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal);
            if (http.GetEndpoint() is not null || !isOfApi) await next(http);
            if (http.GetEndpoint() is null && (isOfApi || http.Response is { HasStarted: false, StatusCode: 404 })) await RefuseUnknownAsync(http);
            return;
        }
        var token = BearerOf(http);
        if (token is null) await Problem.WriteAsync(http, new Error("unauthenticated", ErrorKind.Unauthorized, "Send Authorization: Bearer with an API key."));
        else if (access.Scope is null) await AsPlatformAsync(http, token);
        else await AsTenantAsync(http, token, access.Scope);
    }

    private async Task AsPlatformAsync(HttpContext http, string token)
    {
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(settings.PlatformKey));
        if (!CryptographicOperations.FixedTimeEquals(given, expected))
        {
            var isTenantKey = (await directory.FindAsync(token, http.Connection.RemoteIpAddress, http.RequestAborted)) is var found && !found.IsRefused(out _) && found.Value is not null;
            await Problem.WriteAsync(http, isTenantKey ? Error.Forbidden("platform_key_required", "This route takes the platform key.") : Unknown);
            return;
        }
        http.RequestServices.GetRequiredService<CallerHolder>().Set(Caller.Platform, token);
        await GoOnAsync(http);
    }

    private async Task AsTenantAsync(HttpContext http, string token, string scope)
    {
        var found = await directory.FindAsync(token, http.Connection.RemoteIpAddress, http.RequestAborted);
        if (found.IsRefused(out var refusal))
        {
            await Problem.WriteAsync(http, refusal);
            return;
        }
        if (found.Value is not { } caller)
        {
            await Problem.WriteAsync(http, Unknown);
            return;
        }
        if (!rates.TryTake(http, caller))
        {
            await Problem.WriteAsync(http, new Error("rate_limited", ErrorKind.TooManyRequests, "This key's rate is used up; see Retry-After."));
            return;
        }
        if (!caller.Scopes.Contains(scope))
        {
            await Problem.WriteAsync(http, Error.Forbidden("missing_scope", $"The key lacks the scope {scope}."));
            return;
        }
        http.RequestServices.GetRequiredService<CallerHolder>().Set(caller, token);
        await GoOnAsync(http);
    }

    private Task GoOnAsync(HttpContext http) => QueryNames.Check(http, http.GetEndpoint()!) is { } unknown ? Problem.WriteAsync(http, unknown) : next(http);

    private static Task RefuseUnknownAsync(HttpContext http) => Problem.WriteAsync(http, new Error("not_found", ErrorKind.NotFound, "No such route."));

    private static Error Unknown => new("invalid_api_key", ErrorKind.Unauthorized, "The API key is unknown, expired or revoked.");

    private static string? BearerOf(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.Length is > 7 and < 512 ? header[7..].Trim() : null;
    }
}

/// <summary>What the HTTP habits need from configuration.</summary>
public sealed record HttpSettings(string PlatformKey, int RatePerSecond);

/// <summary>Holds the caller of the current request.</summary>
public sealed class CallerHolder(Persistence.TenantScope scope)
{
    private Caller? _caller;
    private string? _token;

    public Caller Caller => _caller ?? throw new InvalidOperationException("The route is open: there is no caller.");

    /// <summary>The bearer token as sent; only ever used to derive the key that keeps an answer with a secret in it.</summary>
    internal string Token => _token ?? throw new InvalidOperationException("The route is open: there is no caller.");

    public void Set(Caller caller, string token)
    {
        (_caller, _token) = (caller, token);
        scope.Enter(caller.Tenant);
    }
}
