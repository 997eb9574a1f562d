using KybPlatform.Api.Persistence;
using Microsoft.Extensions.Logging;

namespace KybPlatform.Api.Jobs;

/// <summary>The loop that runs jobs. No tenant holds all hands, however much it has; no kind has more under way than it may.</summary>
internal sealed class JobWorker(IJobSource jobs, JobRunner runner, JobSlots slots, IEnumerable<JobKind> kinds, PlatformSettings settings, TimeProvider clock, ILogger<JobWorker> log)
    : WorkLoop<HeldJob>(MostAtOnce, TimeSpan.FromSeconds(20), jobs.Due, settings, clock, log)
{
    private const int MostAtOnce = 8;

    // Of a tenant that has one hand less than it may nothing more is asked for: a claim that brings one is not worth the look.
    private const int Share = JobClaims.MostOfOne - 1;
    private readonly string[] _known = [.. kinds.Select(k => k.Kind)];
    private readonly Dictionary<TenantId, int> _busy = [];
    private readonly Dictionary<string, int> _room = kinds.Where(k => k.AtOnce is not null).ToDictionary(k => k.Kind, k => k.AtOnce!.Value, StringComparer.Ordinal);


    // Of a kind whose slots are all held, here or elsewhere, nothing is asked for in the meantime.
    private static readonly TimeSpan FullFor = TimeSpan.FromMilliseconds(250);
    private readonly Dictionary<string, int> _overall = kinds.Where(k => k.Overall is not null).ToDictionary(k => k.Kind, k => k.Overall!.Value, StringComparer.Ordinal);
    private readonly Dictionary<string, long> _full = new(StringComparer.Ordinal);

    protected override string Waiting => "Jobs";

    protected override string NameOf(HeldJob claimed) => claimed.Kind;

    protected override Task<IReadOnlyList<HeldJob>> ClaimAsync(int most, CancellationToken ct) => jobs.TakeAsync(most, Crowding(), Open(), Clock.GetUtcNow(), ct);

    // One claim may bring more of a kind, or of a tenant of great weight, than may run at once.
    protected override bool HasRoom(HeldJob claimed)
    {
        lock (_busy)
        {
            if (_busy.GetValueOrDefault(claimed.Tenant) >= JobClaims.MostOfOne || !_known.Contains(claimed.Kind, StringComparer.Ordinal)) return false;
            if (_room.TryGetValue(claimed.Kind, out var room))
            {
                if (room == 0) return false;
                _room[claimed.Kind] = room - 1;
            }
            _busy[claimed.Tenant] = _busy.GetValueOrDefault(claimed.Tenant) + 1;
            return true;
        }
    }

    protected override Task GiveBackAsync(IReadOnlyList<HeldJob> tooMany, CancellationToken ct) => jobs.GiveBackAsync(tooMany, TimeSpan.Zero, ct);

    protected override async Task WorkAsync(HeldJob claimed, CancellationToken stopping, CancellationToken cut)
    {
        try
        {
            if (_overall.TryGetValue(claimed.Kind, out var limit)) await RunInSlotAsync(claimed, limit, cut);
            else await runner.RunAsync(claimed, cut);
        }
        finally
        {
            bool passedOver;
            lock (_busy)
            {
                passedOver = _busy[claimed.Tenant]-- >= Share;
                if (_busy[claimed.Tenant] == 0) _busy.Remove(claimed.Tenant);
                if (_room.TryGetValue(claimed.Kind, out var room))
                {
                    _room[claimed.Kind] = room + 1;
                    passedOver |= room == 0;
                }
            }
            // The tenant or the kind was passed over for its share, and may have more.
            if (passedOver) jobs.Due.Wake();
        }
    }

    private async Task RunInSlotAsync(HeldJob claimed, int limit, CancellationToken cut)
    {
        if (!await slots.TryTakeAsync(claimed, limit, cut))
        {
            lock (_busy) _full[claimed.Kind] = Clock.GetTimestamp();
            await jobs.GiveBackAsync([claimed], FullFor, CancellationToken.None);
            return;
        }
        try
        {
            await runner.RunAsync(claimed, cut);
        }
        finally
        {
            await slots.FreeAsync(claimed);
            lock (_busy) _full.Remove(claimed.Kind);
            jobs.Due.Wake();
        }
    }

    // A kind that only a newer version knows waits for a worker of that version.
    private string[] Open()
    {
        lock (_busy) return [.. _known.Where(k => _room.GetValueOrDefault(k, 1) > 0 && !(_full.TryGetValue(k, out var since) && Clock.GetElapsedTime(since) < FullFor))];
    }

    private Guid[] Crowding()
    {
        lock (_busy) return [.. _busy.Where(b => b.Value >= Share).Select(b => b.Key.Value)];
    }
}
