using System.Text.Json;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

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

    public static void UseHttpHabits(this WebApplication app)
    {
        app.UseMiddleware<Faults>();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
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
