using System.Diagnostics.Metrics;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Screening;

/// <summary>How old the lists in use are. A list that was never imported has no series.</summary>
internal static class ListMeter
{
    private static readonly Counter<long> Refreshes =
        PlatformMeter.Meter.CreateCounter<long>("kyb.screening.list_refreshes", description: "Looks for a new issue at its publisher: adopted, unchanged, or why it was none");

    /// <param name="result">A code from a closed list.</param>
    public static void Count(string list, string result) =>
        Refreshes.Add(1, new KeyValuePair<string, object?>("list", list), new KeyValuePair<string, object?>("result", result));

    public static void Observe(IMeterFactory meters, ScreeningLists lists, TimeProvider clock) => meters.Create(PlatformMeter.Name).CreateObservableGauge(
        "kyb.screening.list_age", () => Ages(lists, clock.GetUtcNow()), "s", "Time since the issue in use was published or last seen to be the newest, by list");

    private static IEnumerable<Measurement<double>> Ages(ScreeningLists lists, DateTimeOffset now) =>
        from list in lists.Current?.Official.Values ?? []
        let newest = list.CheckedAt > list.Snapshot.PublishedAt ? list.CheckedAt : list.Snapshot.PublishedAt ?? list.CheckedAt
        where newest is not null
        select new Measurement<double>((now - newest.Value).TotalSeconds, new KeyValuePair<string, object?>("list", list.Snapshot.ListKey));
}
