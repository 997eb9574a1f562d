using System.Diagnostics.Metrics;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Screening;

/// <summary>How old the lists in use are. A list that was never imported has no series.</summary>
internal static class ListMeter
{
    public static void Observe(IMeterFactory meters, ScreeningLists lists, TimeProvider clock) => meters.Create(PlatformMeter.Name).CreateObservableGauge(
        "kyb.screening.list_age", () => Ages(lists, clock.GetUtcNow()), "s", "Time since the publisher issued the list that is in use, by list");

    private static IEnumerable<Measurement<double>> Ages(ScreeningLists lists, DateTimeOffset now) =>
        (lists.Current?.Official.Values ?? []).Where(l => l.Snapshot.PublishedAt is not null)
            .Select(l => new Measurement<double>((now - l.Snapshot.PublishedAt!.Value).TotalSeconds, new KeyValuePair<string, object?>("list", l.Snapshot.ListKey)));
}
