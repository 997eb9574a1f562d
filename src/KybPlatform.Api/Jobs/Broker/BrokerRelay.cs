using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs.Broker;

/// <summary>
/// Hands due jobs to the broker. It claims them by the same ring over the tenants as a worker would, and only as many as keep the queue short: whose turn it is
/// stays the table's word, and a tenant's backlog waits there, not in front of the others.
/// </summary>
internal sealed partial class BrokerRelay(
    JobClaims claims, BrokerJobs jobs, BrokerHealth health, Signals signals, PlatformSettings settings, TimeProvider clock, ILogger<BrokerRelay> log) : BackgroundService
{
    /// <summary>So many messages may wait in the queue.</summary>
    internal const int Window = 64;

    /// <summary>How long a job may be on its way before it is sent again.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var line = await BrokerLine.OpenAsync(settings.Broker!, log, stoppingToken);
                await line.ReceiveAsync(jobs.Arrived, stoppingToken);
                jobs.Carried = true;
                health.Back();
                Back(log);
                await HandOverAsync(line, stoppingToken);
            }
            catch (Exception away) when (BrokerLine.IsAway(away))
            {
                if (!stoppingToken.IsCancellationRequested) Away(log, away.Message);
            }
            jobs.Carried = false;
            health.Gone(clock.GetUtcNow());
            await WaitAsync(stoppingToken);
        }
    }

    /// <summary>Until the line ends.</summary>
    private async Task HandOverAsync(BrokerLine line, CancellationToken ct)
    {
        while (line.IsOpen)
        {
            var room = Window - await line.WaitingAsync(ct);
            var sent = 0;
            try
            {
                if (room > 0) sent = await HandOverAsync(line, room, ct);
            }
            catch (Exception away) when (away is NpgsqlException or InvalidOperationException)
            {
                Waits(log, away.Message);
            }
            // A full window empties within moments; nothing due is told of.
            if (room <= 0) await Task.Delay(TimeSpan.FromMilliseconds(5), clock, ct);
            else if (sent == 0) await signals.Jobs.WaitAsync(settings.Poll, ct);
        }
    }

    private async Task<int> HandOverAsync(BrokerLine line, int room, CancellationToken ct)
    {
        var due = await claims.SendAsync(room, OnTheWay, clock.GetUtcNow(), ct);
        if (due.Count == 0) return 0;
        var safe = await line.PublishAsync(due, ct);
        BrokerHealth.Sent(safe.Count);
        // Not confirmed may still have arrived: the lease that its message names is no longer the job's, so it takes nothing.
        if (safe.Count < due.Count) await claims.GiveBackAsync([.. due.Except(safe)], 0, TimeSpan.Zero, CancellationToken.None);
        return safe.Count;
    }

    // What is promised meanwhile is for the workers of this process to claim.
    private async Task WaitAsync(CancellationToken stopping)
    {
        var until = clock.GetUtcNow() + Again;
        try
        {
            while (clock.GetUtcNow() < until)
            {
                jobs.Due.Wake();
                await signals.Jobs.WaitAsync(settings.Poll, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The loop ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Jobs are carried by the broker")]
    private static partial void Back(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker is away, jobs are claimed from the table: {Reason}")]
    private static partial void Away(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Handing jobs over waits for the database: {Reason}")]
    private static partial void Waits(ILogger log, string reason);
}
