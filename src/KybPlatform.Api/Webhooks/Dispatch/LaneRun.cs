using KybPlatform.Api.Persistence;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Webhooks.Dispatch;

/// <summary>
/// One turn of a lane: read a load, send it without a transaction, write it down, and so on until there is nothing left or the turn is over. Order is not
/// promised; what is promised is that the lane's position passes nothing that is not written down.
/// </summary>
internal sealed partial class LaneRun(LaneReads reads, LaneRecords records, Bodies bodies, DeliveryClient client, EndpointGuard guard, WebhookLimits limits, TimeProvider clock, ILogger<LaneRun> log)
{
    private const int MostLoad = 512;
    private static readonly Attempt EventGone = new(false, null, "event_gone", null, 0);
    private static readonly Attempt Unwritable = new(false, null, "unexpected", null, 0);

    /// <param name="stopping">The process ends: finish the load, begin no other.</param>
    public async Task RunAsync(HeldLane lane, CancellationToken stopping, CancellationToken cut)
    {
        var late = new List<Task>();
        try
        {
            await TurnAsync(lane, late, stopping, cut);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            // What was not written down is sent again.
            Away(log, new WebhookEndpointId(lane.Endpoint), away.Message);
            await LetGoAsync(lane);
        }
        await Task.WhenAll(late);
    }

    private async Task LetGoAsync(HeldLane lane)
    {
        try
        {
            await records.ReleaseAsync(lane, TimeSpan.FromSeconds(1));
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            // The lease runs out by itself.
        }
    }

    private async Task TurnAsync(HeldLane lane, List<Task> late, CancellationToken stopping, CancellationToken cut)
    {
        var (begun, width) = (clock.GetTimestamp(), limits.FirstWidth);
        while (true)
        {
            var most = lane.IsFailing ? 1 : Math.Min(MostLoad, width * 8);
            if (await reads.ReadAsync(lane, most, cut) is not { } load) return;
            var outcome = await SendAsync(lane, load, lane.IsFailing ? 1 : width, late, cut);
            var failures = Pauses.Count(lane.Failures, outcome.Delivered, outcome.Failed);
            if (await records.WriteAsync(lane, outcome.Sent, outcome.Complete ? load.UpTo : outcome.Position, failures, cut) is not { } state) return;
            foreach (var parcel in outcome.UnderWay) late.Add(FollowAsync(lane, parcel.Parcel, parcel.Sending));
            if (outcome.Gone || state.FailingSince < clock.GetUtcNow() - limits.GiveUp)
            {
                await guard.DisableAsync(lane, outcome.Gone ? WebhookDisabledReason.Gone : WebhookDisabledReason.Failing);
                return;
            }
            if (state.Failures == Pauses.Tells && lane.Failures < Pauses.Tells) await guard.TellAsync(lane, state);
            lane = lane with { Position = state.Position, Head = state.Head, Failures = state.Failures };
            var done = !load.More && outcome.Complete && state.Head == state.Position;
            if (done || lane.IsFailing || stopping.IsCancellationRequested || clock.GetElapsedTime(begun) > limits.Slice) break;
            width = outcome.Failed == 0 ? Math.Min(limits.MostWidth, width * 2) : limits.FirstWidth;
            // Whoever lets so many wait gets no more until they have ended.
            if (late.Count(t => !t.IsCompleted) >= limits.FirstWidth * 4) await Task.WhenAll(late);
        }
        await records.ReleaseAsync(lane, lane.IsFailing ? Pauses.OfLane(lane.Failures, Random.Shared.NextDouble(), limits) : TimeSpan.Zero);
    }

    private sealed record Outcome(IReadOnlyList<Sent> Sent, IReadOnlyList<(Parcel Parcel, Task<Attempt> Sending)> UnderWay, bool Complete, long Position, int Delivered, int Failed, bool Gone);

    private async Task<Outcome> SendAsync(HeldLane lane, Load load, int width, List<Task> late, CancellationToken ct)
    {
        var sending = new Task<Attempt>?[load.Parcels.Count];
        var round = new SendingRound(load.Parcels.Count);
        var all = Task.WhenAll(Enumerable.Range(0, Math.Max(1, Math.Min(width - late.Count(t => !t.IsCompleted), load.Parcels.Count))).Select(_ => HandAsync()));
        if (await Task.WhenAny(all, Task.Delay(limits.Patience, clock, CancellationToken.None)) != all)
        {
            round.Stop();
            // Nothing came back at all: then it is not a few slow ones, and nothing else is sent until they have ended.
            if (!round.AnyDelivered) await all;
        }
        var taken = round.Stop();
        var sent = new List<Sent>(taken);
        var underWay = new List<(Parcel, Task<Attempt>)>();
        var (position, failed, delivered, gone) = (lane.Position, 0, 0, false);
        for (var i = 0; i < taken; i++)
        {
            var parcel = load.Parcels[i];
            var attempt = sending[i] is { IsCompleted: true } ended ? await ended : null;
            if (attempt is null) underWay.Add((parcel, sending[i]!));
            else if (attempt.Delivered) delivered++;
            else if (parcel.News is not null) failed++;
            gone |= attempt?.Gone == true;
            sent.Add(new Sent(parcel, attempt));
            if (parcel.IsNew) position = parcel.Position!.Value;
        }
        return new Outcome(sent, underWay, taken == load.Parcels.Count, position, delivered, failed, gone);

        async Task HandAsync()
        {
            // The round hands out in order, so what was taken is the beginning of the load.
            while (round.Take(i => sending[i] = AttemptAsync(lane, load.Parcels[i], load.To, ct)) is { } attempt) round.Ended((await attempt).Delivered);
        }
    }

    private async Task<Attempt> AttemptAsync(HeldLane lane, Parcel parcel, Recipient to, CancellationToken ct)
    {
        if (parcel.News is null) return EventGone;
        await Task.Yield();
        if (await BodyAsync(lane, parcel.News, to, ct) is not { } body) return Unwritable;
        var attempt = await client.SendAsync(to.Url, PublicId.Write(Persistence.EventId.Prefix, parcel.Event), body, to.Secrets, keepsExcerpt: !to.PersonalData, ct);
        WebhookMeter.Count(attempt);
        return attempt;
    }

    // A body that cannot be written is this delivery's failure: those behind it go on.
    private async Task<byte[]?> BodyAsync(HeldLane lane, News news, Recipient to, CancellationToken ct)
    {
        try
        {
            return await bodies.OfAsync(lane.Tenant, news, to, ct);
        }
        catch (Exception fault) when (fault is not (NpgsqlException or TimeoutException or OperationCanceledException or InvalidOperationException { InnerException: NpgsqlException }))
        {
            NotWritten(log, news.Type, new WebhookEndpointId(lane.Endpoint), fault);
            return null;
        }
    }

    private async Task FollowAsync(HeldLane lane, Parcel parcel, Task<Attempt> sending)
    {
        try
        {
            await records.WriteLateAsync(lane, new Sent(parcel, await sending));
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException or OperationCanceledException)
        {
            // Written down as under way, it is tried again.
            Away(log, new WebhookEndpointId(lane.Endpoint), away.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The body of a {Type} for {Endpoint} could not be written")]
    private static partial void NotWritten(ILogger log, string type, WebhookEndpointId endpoint, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deliveries to {Endpoint} are sent again later: {Reason}")]
    private static partial void Away(ILogger log, WebhookEndpointId endpoint, string reason);
}
