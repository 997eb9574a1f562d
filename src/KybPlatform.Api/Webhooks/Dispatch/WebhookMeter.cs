using System.Diagnostics.Metrics;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>How attempts end, and how long receivers take.</summary>
internal static class WebhookMeter
{
    private static readonly Counter<long> Attempts = PlatformMeter.Meter.CreateCounter<long>("kyb.webhooks.attempts", description: "Attempts to deliver by how they ended: delivered, or the code of the fault");
    private static readonly Histogram<double> Duration = PlatformMeter.Meter.CreateHistogram<double>("kyb.webhooks.duration", "s", "How long an attempt took");

    public static void Count(Attempt attempt)
    {
        Attempts.Add(1, new KeyValuePair<string, object?>("result", attempt.Fault ?? "delivered"));
        Duration.Record(attempt.Milliseconds / 1000.0);
    }
}
