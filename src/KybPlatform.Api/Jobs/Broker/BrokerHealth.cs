using System.Diagnostics.Metrics;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Jobs.Broker;

/// <summary>Whether the broker carries jobs; told of where it has been away for a minute.</summary>
internal sealed class BrokerHealth : IPlatformWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Counter<long> Handed = PlatformMeter.Meter.CreateCounter<long>("kyb.jobs.handed_over", description: "Jobs that a broker has confirmed");
    private long _since;

    public static void Sent(int jobs) => Handed.Add(jobs);

    public void Back() => Interlocked.Exchange(ref _since, 0);

    public void Gone(DateTimeOffset now) => Interlocked.CompareExchange(ref _since, now.UtcTicks, 0);

    public Task<IReadOnlyList<Sighting>> LookAsync(DateTimeOffset now, CancellationToken ct)
    {
        var since = new DateTimeOffset(Interlocked.Read(ref _since), TimeSpan.Zero);
        return Task.FromResult<IReadOnlyList<Sighting>>(since.Ticks > 0 && now - since > Patience ? [new Sighting("broker_away", "jobs", 1, since)] : []);
    }
}
