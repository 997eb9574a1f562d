using KybPlatform.Api;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KybPlatform.UnitTests.Architecture;

/// <summary>The application as it is composed, never started: what it maps can be read without a database.</summary>
internal static class PlatformRoutes
{
    private static readonly Lazy<WebApplication> App = new(Compose);

    public static IReadOnlyList<RouteEndpoint> All { get; } =
        [.. ((IEndpointRouteBuilder)App.Value).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>Everything that callers are promised.</summary>
    public static IReadOnlyList<RouteEndpoint> Public { get; } = [.. All.Where(r => r.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))];

    public static byte[] Document => App.Value.Services.GetRequiredService<ApiDocumentText>().Utf8;

    public static string MethodOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();

    public static string NameOf(RouteEndpoint route) => $"{MethodOf(route)} {route.RoutePattern.RawText!.TrimEnd('/')}";

    public static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddKybPlatform(new PlatformSettings("Host=nowhere", Path.GetTempPath(), new byte[32], "platform", PlatformRoles.All, Development: false));
        return builder;
    }

    private static WebApplication Compose()
    {
        var builder = Builder();
        var app = builder.Build();
        app.MapKybPlatform();
        // What starting would do: from here on the routes are known to whoever asks for them.
        app.UseEndpoints(_ => { });
        return app;
    }
}
