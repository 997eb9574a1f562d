using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>
/// Keeps this process up with what others publish: told by PostgreSQL at once, and looking by itself every few seconds for what it was
/// not told. Nothing is answered from here; it only makes the next answer new.
/// </summary>
internal sealed partial class PolicyWatch(NpgsqlDataSource source, IServiceScopeFactory scopes, TenantPolicies policies, PackHistory history, TimeProvider clock, ILogger<PolicyWatch> log) : BackgroundService
{
    private const string Channel = "kyb_policies";
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    // A change is committed a while after its instant was taken.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>Tells every process that a tenant's policies changed; a loss costs one poll.</summary>
    public async Task TellAsync(TenantId tenant, CancellationToken ct)
    {
        try
        {
            await using var notify = source.CreateCommand("SELECT pg_notify($1, $2)");
            notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
            notify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value.ToString() });
            await notify.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException away)
        {
            Away(log, away.Message);
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Ready before the first request, so that none of them waits for it.
            await BeginAsync(cancellationToken);
            await LookAsync(null, cancellationToken);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            Away(log, fault.Message);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                await ListenAsync(connection, stoppingToken);
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

    private async Task ListenAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var told = new HashSet<TenantId>();
        connection.Notification += (_, note) =>
        {
            if (Guid.TryParse(note.Payload, out var tenant)) told.Add(new TenantId(tenant));
        };
        await BeginAsync(ct);
        await using (var scope = scopes.CreateAsyncScope())
            await PolicyPacks.KeepAsync(scope.ServiceProvider.GetRequiredService<PlatformDb>(), Instants.Truncate(clock.GetUtcNow()), ct);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        // All of it once: what was said before we listened.
        await LookAsync(null, ct);
        var looked = clock.GetTimestamp();
        while (true)
        {
            await connection.WaitAsync(Poll, ct);
            foreach (var tenant in told) await policies.RefreshAsync(tenant, ct);
            told.Clear();
            if (clock.GetElapsedTime(looked) < Poll) continue;
            await LookAsync(clock.GetUtcNow() - Overlap, ct);
            looked = clock.GetTimestamp();
        }
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await history.BeginAsync(scope.ServiceProvider.GetRequiredService<PlatformDb>(), ct);
    }

    private async Task LookAsync(DateTimeOffset? since, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var layers = scope.ServiceProvider.GetRequiredService<PlatformDb>().Set<PolicyLayer>().AsNoTracking();
        if (since is { } instant) layers = layers.Where(l => l.ChangedAt >= instant);
        var found = await layers.OrderByDescending(l => l.ChangedAt).Select(l => new { l.TenantId, l.Version }).ToListAsync(ct);
        await policies.CatchUpAsync([.. found.Select(l => (l.TenantId, l.Version))], all: since is null, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Policies wait for the database: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
