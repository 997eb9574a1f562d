using System.Diagnostics.Metrics;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Http;

/// <summary>How often a key was met again.</summary>
internal static class IdempotencyMeter
{
    private static readonly Counter<long> Met = PlatformMeter.Meter.CreateCounter<long>(
        "kyb.idempotency.keys_met_again", description: "Requests whose key came before: replayed, or refused because their content was another");

    public static void Replayed() => Met.Add(1, new KeyValuePair<string, object?>("result", "replayed"));

    public static void Conflicted() => Met.Add(1, new KeyValuePair<string, object?>("result", "conflict"));
}
