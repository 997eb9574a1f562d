using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Documents;

/// <summary>
/// Removes contents to which no row points, left where a process died between keeping the content and its commit. Nobody could open
/// them: the key lies in the row.
/// </summary>
internal sealed partial class OrphanSweep(IDocumentStore store, IServiceScopeFactory scopes, TimeProvider clock, ILogger<OrphanSweep> log) : BackgroundService
{
    /// <summary>No upload lasts so long.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private const int Batch = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await SweepAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is NpgsqlException or TimeoutException or InvalidOperationException or IOException or UnauthorizedAccessException)
                {
                    Away(log, fault.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Returns how many were removed.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Grace;
        await store.RemoveDraftsAsync(before, ct);
        var (removed, tenant, names) = (0, default(TenantId), new List<string>(Batch));
        await foreach (var kept in store.KeptBeforeAsync(before, ct))
        {
            if (names.Count == Batch || (names.Count > 0 && kept.Tenant != tenant)) removed += await RemoveOrphansAsync(tenant, names, ct);
            tenant = kept.Tenant;
            names.Add(kept.Name);
        }
        if (names.Count > 0) removed += await RemoveOrphansAsync(tenant, names, ct);
        if (removed > 0) Removed(log, removed);
        return removed;
    }

    private async Task<int> RemoveOrphansAsync(TenantId tenant, List<string> names, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var known = await db.Set<Document>().Where(d => names.Contains(d.StoredAs)).Select(d => d.StoredAs).ToListAsync(ct);
        var orphans = names.Except(known, StringComparer.Ordinal).ToList();
        foreach (var orphan in orphans) await store.RemoveAsync(tenant, orphan, ct);
        names.Clear();
        return orphans.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} stored contents that no document points to")]
    private static partial void Removed(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep of stored contents waits for the next hour: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
