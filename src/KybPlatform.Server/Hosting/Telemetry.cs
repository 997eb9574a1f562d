using KybPlatform.Api.Recording;
using KybPlatform.Server.Development;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KybPlatform.Server.Hosting;

/// <summary>Where measurements go.</summary>
/// <param name="Metrics">The address at which Prometheus asks for them; null for nowhere.</param>
/// <param name="Otlp">Whether metrics and traces are sent by OTLP; the exporter reads the rest from the standard <c>OTEL_…</c> variables.</param>
internal sealed record TelemetryTargets(Uri? Metrics, bool Otlp)
{
    public static TelemetryTargets Read(ServerEnvironment environment) => new(environment.MetricsUrl is { } url ? Parse(url) : null, environment.Otlp is not null);

    // A wildcard host is one that Kestrel knows and a URI does not.
    private static Uri Parse(string url) =>
        Uri.TryCreate(url.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", AbsolutePath: "/" }
            ? address
            : throw new SetupException($"KYB_METRICS_URL is {url}, which is no address to listen on, such as http://0.0.0.0:9464.");
}

/// <summary>Metrics at an address of their own, and metrics and traces by OTLP; where neither is asked for, nothing is measured.</summary>
internal static class Telemetry
{
    private static readonly string[] Meters = [PlatformMeter.Name, "KybPlatform.Persistence", "Microsoft.AspNetCore.Hosting", "Npgsql", "System.Runtime"];

    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryTargets targets)
    {
        if (targets is { Metrics: null, Otlp: false }) return;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(r => r.AddService("kybplatform"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (targets.Metrics is not null) metrics.AddPrometheusExporter();
            if (targets.Otlp) metrics.AddOtlpExporter();
        });
        if (targets.Otlp) telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource("Npgsql").AddOtlpExporter());
    }

    /// <summary>The port of the metrics answers nothing else, and no other port answers them.</summary>
    public static void UseMetrics(this WebApplication app, TelemetryTargets targets)
    {
        if (targets.Metrics is not { } address) return;
        app.UseOpenTelemetryPrometheusScrapingEndpoint(http => http.Connection.LocalPort == address.Port && http.Request.Path == "/metrics");
        app.Use((http, next) =>
        {
            if (http.Connection.LocalPort != address.Port) return next(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
