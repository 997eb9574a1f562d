using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>The worker's loop: take what is due, run it, take more. Drained on shutdown; what is cut off comes back by its lease.</summary>
internal sealed partial class JobWorker(JobClaims claims, JobRunner runner, Signals signals, TimeProvider clock, ILogger<JobWorker> log) : BackgroundService
{
    private const int Parallel = 8;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var jobs = await claims.TakeAsync(Parallel * 2, clock.GetUtcNow(), stoppingToken);
                if (jobs.Count == 0) await signals.Jobs.WaitAsync(Poll, stoppingToken);
                else await System.Threading.Tasks.Parallel.ForEachAsync(
                    jobs, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = stoppingToken }, async (job, ct) => await runner.RunAsync(job, ct));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                Away(log, fault.Message);
                await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
