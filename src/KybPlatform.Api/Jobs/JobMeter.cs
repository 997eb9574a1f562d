using System.Diagnostics.Metrics;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Jobs;

/// <summary>How jobs end, and how all work stands.</summary>
internal static class JobMeter
{
    private static readonly Counter<long> Ended = PlatformMeter.Meter.CreateCounter<long>("kyb.jobs.ended", description: "Runs of jobs by how they ended: done, failed (and put back) or died");
    private static readonly Histogram<double> Duration = PlatformMeter.Meter.CreateHistogram<double>("kyb.jobs.duration", "s", "How long a run of a job took");

    private static readonly Counter<long> SweepsFailed = PlatformMeter.Meter.CreateCounter<long>("kyb.sweeps.failed", description: "Sweeps of one tenant that ended on a fault");

    public static void CountSweep(string sweep) => SweepsFailed.Add(1, new KeyValuePair<string, object?>("sweep", sweep));

    public static void Count(string kind, string result, TimeSpan took)
    {
        var label = new KeyValuePair<string, object?>("kind", kind);
        Ended.Add(1, label, new KeyValuePair<string, object?>("result", result));
        Duration.Record(took.TotalSeconds, label);
    }

    /// <summary>Shows what the watchdog saw last.</summary>
    public static void Observe(IMeterFactory meters, Watchdog watchdog)
    {
        var meter = meters.Create(PlatformMeter.Name);
        meter.CreateObservableGauge("kyb.jobs.due", () => ByKind(watchdog, k => k.Due), description: "Jobs that a worker should take now");
        meter.CreateObservableGauge("kyb.jobs.dead", () => ByKind(watchdog, k => k.Dead), description: "Jobs that wait for a person");
        meter.CreateObservableGauge("kyb.jobs.oldest_due", () => ByKind(watchdog, k => k.Oldest.TotalSeconds), "s", "For how long the longest waiting job has been due");
        meter.CreateObservableGauge("kyb.concerns", () => watchdog.Last.Concerns.Select(c => new Measurement<long>(c.Value, new KeyValuePair<string, object?>("kind", c.Key))), description: "What is late, stuck or failing, by kind");
        meter.CreateObservableGauge("kyb.outbox.events", () => watchdog.Last.Outbox, description: "Committed events without a position");
        meter.CreateObservableGauge("kyb.outbox.lag", () => watchdog.Last.OutboxLag.TotalSeconds, "s", "For how long the oldest of them has waited");
    }

    private static IEnumerable<Measurement<T>> ByKind<T>(Watchdog watchdog, Func<KindOfWork, T> value) where T : struct =>
        watchdog.Last.Kinds.Select(k => new Measurement<T>(value(k), new KeyValuePair<string, object?>("kind", k.Kind)));
}
