using System.Text.Json;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using IPNetwork = System.Net.IPNetwork;

namespace KybPlatform.Api.Http;

/// <summary>What every route shares: errors, callers, limits, idempotency.</summary>
internal static class HttpHabits
{
    public static IServiceCollection AddHttpHabits(this IServiceCollection services, PlatformSettings settings)
    {
        services.AddSingleton(new HttpSettings(settings.PlatformKey, settings.RatePerSecond)).AddSingleton<RateLimits>();
        services.AddHttpContextAccessor().AddScoped<CallerHolder>().AddScoped<IdempotencyScope>().AddScoped<Work>().AddScoped<Jobs.ITenantSweep, DropOldAnswers>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            foreach (var converter in Wire.Json.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddSingleton<IHostAddresses, SystemHostAddresses>().AddSingleton(s => new GuardedConnections(s.GetRequiredService<IHostAddresses>(), settings.Development)).AddSingleton(s => new OutboundLines(s.GetRequiredService<IHostAddresses>(), s.GetRequiredService<TimeProvider>(), settings.Development));
        services.AddApiDocument();
        return services.AddRouting();
    }

    public static void UseHttpHabits(this WebApplication app, IReadOnlyList<IPNetwork> trustedProxies)
    {
        // Asked by HEAD, every route answers as to GET; the server itself leaves out the body (RFC 9110, section 9.3.2).
        app.Use((http, next) =>
        {
            if (HttpMethods.IsHead(http.Request.Method)) http.Request.Method = HttpMethods.Get;
            return next(http);
        });
        app.UseMiddleware<Faults>();
        if (trustedProxies.Count > 0) app.UseForwardedHeaders(Forwarded(trustedProxies));
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
    }

    // Read from the right, as long as who wrote it is trusted: what a caller wrote itself is never reached.
    private static ForwardedHeadersOptions Forwarded(IReadOnlyList<IPNetwork> trusted)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trusted) options.KnownIPNetworks.Add(network);
        return options;
    }

    public static void ConfigureKestrelLimits(this IWebHostBuilder host) => host.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 32L * 1024 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    });

    public static void MapHealth(this WebApplication app)
    {
        app.MapApiDocument();
        app.MapGet("/health/live", () => Results.Text("live")).ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        try
        {
            await using var ask = source.CreateCommand("SELECT 1 FROM tenants LIMIT 1");
            await ask.ExecuteScalarAsync(ct);
            return Results.Text("ready");
        }
        catch (NpgsqlException)
        {
            return Refused.Because(new Error("database_unavailable", ErrorKind.Unavailable, "The database does not answer."));
        }
    }
}
