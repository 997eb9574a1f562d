using KybPlatform.Api.Jobs;
using Npgsql;

namespace KybPlatform.Api.Http;

/// <summary>Kept answers live for two days: twice what is promised.</summary>
internal sealed class DropOldAnswers(NpgsqlDataSource source) : ITenantSweep
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(48);

    private const string Drop =
        "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND key IN (SELECT key FROM idempotency_keys WHERE tenant_id = $1 AND created_at < $2 ORDER BY created_at LIMIT $3)";

    public Task RunAsync(TenantWork work, CancellationToken ct) => OldRows.DropAsync(work, source, Drop, work.Now - Kept, ct);
}
