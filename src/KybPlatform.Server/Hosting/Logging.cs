using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace KybPlatform.Server.Hosting;

/// <summary>Logs: one JSON object a line in production, only what matters in development. Classified values are redacted before they get here.</summary>
internal static class Logging
{
    /// <param name="to">Where lines go, as in production; standard output if null.</param>
    public static void AddStructuredLogs(this WebApplicationBuilder builder, bool development, TextWriter? to = null)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(development ? LogEventLevel.Warning : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            // A start that fails is told in one sentence by whoever started it; not twice.
            .Filter.ByExcluding(e => e.MessageTemplate.Text.StartsWith("Hosting failed to start", StringComparison.Ordinal))
            .Enrich.FromLogContext();
        configuration = to is not null ? configuration.WriteTo.Sink(new Lines(to))
            : development ? configuration.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            : configuration.WriteTo.Console(new RenderedCompactJsonFormatter());
        builder.Logging.ClearProviders();
        builder.Logging.EnableRedaction();
        builder.Services.AddRedaction();
        builder.Logging.AddSerilog(configuration.CreateLogger(), dispose: true);
    }

    private sealed class Lines(TextWriter to) : ILogEventSink
    {
        private readonly RenderedCompactJsonFormatter _json = new();

        public void Emit(LogEvent logEvent) => _json.Format(logEvent, to);
    }
}
