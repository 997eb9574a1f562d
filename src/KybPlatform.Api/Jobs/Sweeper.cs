using KybPlatform.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Something that time alone makes due in a tenant: expiry, retention. May run on several workers at once.</summary>
public interface ITenantSweep
{
    /// <summary>How often is often enough.</summary>
    TimeSpan Every => TimeSpan.FromMinutes(1);

    Task RunAsync(TenantWork work, CancellationToken ct);
}

/// <summary>Once a minute, tenant by tenant, each in a unit of work of its own; what asks for less has its turn less often.</summary>
internal sealed partial class Sweeper(IServiceScopeFactory scopes, ITenantClock tenants, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private readonly Dictionary<Type, long> _ran = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await RunAsync(Due(), stoppingToken);
        }
    }

    /// <summary>Sweeps every tenant now, of everything.</summary>
    public Task RunOnceAsync(CancellationToken ct) => RunAsync(Kinds().ConvertAll(k => k.Kind), ct);

    /// <summary>Sweeps one tenant now, of everything.</summary>
    public Task RunOnceAsync(TenantId tenant, CancellationToken ct) => SweepAsync(tenant, Kinds().ConvertAll(k => k.Kind), ct);

    private List<Type> Due()
    {
        var due = Kinds().FindAll(k => !_ran.TryGetValue(k.Kind, out var ran) || clock.GetElapsedTime(ran) >= k.Every).ConvertAll(k => k.Kind);
        foreach (var kind in due) _ran[kind] = clock.GetTimestamp();
        return due;
    }

    private List<(Type Kind, TimeSpan Every)> Kinds()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetServices<ITenantSweep>().Select(s => (s.GetType(), s.Every))];
    }

    private async Task RunAsync(List<Type> kinds, CancellationToken ct)
    {
        try
        {
            foreach (var tenant in await tenants.AllAsync(ct)) await SweepAsync(tenant, kinds, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(log, fault);
        }
    }

    private async Task SweepAsync(TenantId tenant, List<Type> kinds, CancellationToken ct)
    {
        if (await tenants.FindAsync(tenant, ct) is not { } found) return;
        foreach (var kind in kinds)
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
