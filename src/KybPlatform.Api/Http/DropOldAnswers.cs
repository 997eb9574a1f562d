using KybPlatform.Api.Jobs;
using Npgsql;

namespace KybPlatform.Api.Http;

/// <summary>Kept answers live for two days: twice what is promised.</summary>
internal sealed class DropOldAnswers : ITenantSweep
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(48);

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        var drop = new NpgsqlBatchCommand(
            "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND key IN (SELECT key FROM idempotency_keys WHERE tenant_id = $1 AND created_at < $2 LIMIT 5000)");
        drop.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        drop.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now - Kept });
        work.Db.Extra.Add(drop);
        await work.Db.CommitAsync(ct);
    }
}
