using System.Collections.Concurrent;
using KybPlatform.Api.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

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
    private readonly ConcurrentDictionary<(TenantId Tenant, string Sweep), SweepFault> _faults = new();

    /// <summary>Sweeps of a tenant that ended on a fault, and since when they do; one that ends well is in the list no more.</summary>
    public IEnumerable<(TenantId Tenant, string Sweep, SweepFault Fault)> Faults => _faults.Select(f => (f.Key.Tenant, f.Key.Sweep, f.Value));

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
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process stops: the next one sweeps.
        }
        catch (Exception fault)
        {
            Failed(log, "tenants", fault);
        }
    }

    private async Task SweepAsync(TenantId tenant, List<Type> kinds, CancellationToken ct)
    {
        // One after the other in one scope: making everything anew for each took longer than most of them.
        await using var scope = new SweepScope(scopes, tenant);
        foreach (var kind in kinds)
        {
            // Whatever one sweep of one tenant ends on, the others and those of all other tenants go on.
            try
            {
                if (await tenants.FindAsync(tenant, ct) is not { } found) return;
                var (sweep, db) = scope.Begin(kind);
                await sweep.RunAsync(new TenantWork(db, tenant, found.Live, Instants.Truncate(clock.GetUtcNow()) + found.Offset), ct);
                _faults.TryRemove((tenant, kind.Name), out _);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                Failed(log, kind.Name, fault);
                JobMeter.CountSweep(kind.Name);
                await scope.BreakAsync();
                // Another worker that was faster is no fault.
                if (fault is not ConflictException) _faults.AddOrUpdate((tenant, kind.Name), _ => new SweepFault(1, clock.GetUtcNow()), (_, f) => f with { Count = f.Count + 1 });
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep {Sweep} did not finish")]
    private static partial void Failed(ILogger log, string sweep, Exception fault);
}

/// <summary>All sweeps of one tenant, made once, each beginning with a unit of work that holds nothing of the one before. After a fault all is made anew.</summary>
internal sealed class SweepScope(IServiceScopeFactory scopes, TenantId tenant) : IAsyncDisposable
{
    private AsyncServiceScope? _scope;
    private Dictionary<Type, ITenantSweep> _sweeps = [];

    public (ITenantSweep Sweep, PlatformDb Db) Begin(Type kind)
    {
        if (_scope is not { } scope)
        {
            _scope = scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
            _sweeps = scope.ServiceProvider.GetServices<ITenantSweep>().ToDictionary(s => s.GetType());
        }
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        db.Forget();
        return (_sweeps[kind], db);
    }

    public async ValueTask BreakAsync()
    {
        if (_scope is { } scope) await scope.DisposeAsync();
        _scope = null;
    }

    public ValueTask DisposeAsync() => BreakAsync();
}

/// <summary>How often a sweep ended on a fault in a row, and since when.</summary>
internal sealed record SweepFault(int Count, DateTimeOffset Since);

/// <summary>A sweep that fails again and again does for a tenant what time should do: nothing. One time may be the database's.</summary>
internal sealed class SweepFaultWatch(Sweeper sweeper) : ITenantWatch
{
    public Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct) => Task.FromResult<IReadOnlyList<Sighting>>(
        [.. sweeper.Faults.Where(f => f.Tenant == work.Tenant && f.Fault.Count > 1).Select(f => new Sighting("sweep_failing", f.Sweep, f.Fault.Count, f.Fault.Since))]);
}
