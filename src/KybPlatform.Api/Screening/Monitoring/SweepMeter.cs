using System.Diagnostics.Metrics;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>How sweeps end.</summary>
internal static class SweepMeter
{
    private static readonly Counter<long> Sweeps =
        PlatformMeter.Meter.CreateCounter<long>("kyb.screening.sweeps", description: "Sweeps of a tenant's parties after a list changed: completed, or late, counted again every hour");

    public static void Count(string list, string result) =>
        Sweeps.Add(1, new KeyValuePair<string, object?>("list", list), new KeyValuePair<string, object?>("result", result));
}
