using KybPlatform.Api.Jobs;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>
/// The loop that sends: takes lanes that are due. Failing lanes hold a quarter of the hands at most, so that dead receivers cost the living
/// ones nothing. On shutdown loads that are under way are finished and written down; what was not is sent again when the lease is over.
/// </summary>
internal sealed class Dispatcher(Lanes lanes, LaneRun run, Signals signals, PlatformSettings settings, WebhookLimits limits, TimeProvider clock, ILogger<Dispatcher> log)
    : WorkLoop<HeldLane>(limits.Hands, limits.Timeout + TimeSpan.FromSeconds(2), signals.Deliveries, settings, clock, log)
{
    private int _failing;

    protected override string Waiting => "Deliveries";

    protected override string NameOf(HeldLane claimed) => new WebhookEndpointId(claimed.Endpoint).ToString();

    protected override Task<IReadOnlyList<HeldLane>> ClaimAsync(int most, CancellationToken ct) => lanes.TakeAsync(most, Volatile.Read(ref _failing) < limits.Hands / 4, ct);

    protected override async Task WorkAsync(HeldLane claimed, CancellationToken stopping, CancellationToken cut)
    {
        if (claimed.IsFailing) Interlocked.Increment(ref _failing);
        try
        {
            await run.RunAsync(claimed, stopping, cut);
        }
        finally
        {
            if (claimed.IsFailing) Interlocked.Decrement(ref _failing);
            signals.Deliveries.Wake();
        }
    }
}
