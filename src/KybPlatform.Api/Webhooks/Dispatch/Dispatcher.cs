using KybPlatform.Api.Jobs;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>
/// The loop that sends: takes lanes that are due. Lanes whose last attempt failed hold a quarter of the hands at most, so that dead
/// receivers cost the living ones nothing, also after a restart. On shutdown loads that are under way are finished and written down; what was not is sent again when the lease is over.
/// </summary>
internal sealed class Dispatcher(Lanes lanes, LaneRun run, Signals signals, PlatformSettings settings, WebhookLimits limits, TimeProvider clock, ILogger<Dispatcher> log)
    : WorkLoop<HeldLane>(limits.Hands, limits.Timeout + TimeSpan.FromSeconds(2), signals.Deliveries, settings, clock, log)
{
    private int _doubtful;

    protected override string Waiting => "Deliveries";

    protected override string NameOf(HeldLane claimed) => new WebhookEndpointId(claimed.Endpoint).ToString();

    protected override async Task<IReadOnlyList<HeldLane>> ClaimAsync(int most, CancellationToken ct)
    {
        var claimed = await lanes.TakeAsync(most, Math.Max(1, limits.Hands / 4) - Volatile.Read(ref _doubtful), ct);
        // Counted before any of them begins: the next claim may come first.
        Interlocked.Add(ref _doubtful, claimed.Count(l => l.IsDoubtful));
        return claimed;
    }

    protected override async Task WorkAsync(HeldLane claimed, CancellationToken stopping, CancellationToken cut)
    {
        try
        {
            await run.RunAsync(claimed, stopping, cut);
        }
        finally
        {
            if (claimed.IsDoubtful) Interlocked.Decrement(ref _doubtful);
            signals.Deliveries.Wake();
        }
    }
}
