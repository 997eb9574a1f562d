using KybPlatform.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Something that time alone makes due in a tenant: expiry, retention. May run on several workers at once.</summary>
public interface ITenantSweep
{
    Task RunAsync(TenantWork work, CancellationToken ct);
}

/// <summary>Once a minute, tenant by tenant, each in a unit of work of its own.</summary>
internal sealed partial class Sweeper(IServiceScopeFactory scopes, ITenantClock tenants, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await RunOnceAsync(stoppingToken);
        }
    }

    /// <summary>Sweeps every tenant now.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        try
        {
            foreach (var tenant in await tenants.AllAsync(ct)) await SweepAsync(tenant, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(log, fault);
        }
    }

    private async Task SweepAsync(TenantId tenant, CancellationToken ct)
    {
        if (await tenants.FindAsync(tenant, ct) is not { } found) return;
        await using var outer = scopes.CreateAsyncScope();
        foreach (var kind in outer.ServiceProvider.GetServices<ITenantSweep>().Select(s => s.GetType()))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
            var sweep = scope.ServiceProvider.GetServices<ITenantSweep>().Single(s => s.GetType() == kind);
            var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), tenant, found.Live, Instants.Truncate(clock.GetUtcNow()) + found.Offset);
            try
            {
                await sweep.RunAsync(work, ct);
            }
            catch (Exception fault) when (fault is ConflictException or NpgsqlException)
            {
                // Another worker was faster, or the database is away: the next minute looks again.
                Failed(log, fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sweep did not finish")]
    private static partial void Failed(ILogger log, Exception fault);
}
