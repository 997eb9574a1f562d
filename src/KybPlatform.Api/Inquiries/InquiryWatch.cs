using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Inquiries;

/// <summary>Inquiries that are being decided and for which no work is promised any more, and those that should have expired.</summary>
internal sealed class InquiryWatch(NpgsqlDataSource source) : ITenantWatch
{
    private const string Stuck = """
        SELECT 'inquiries_stuck', count(*), min(i.updated_at) FROM inquiries i
        WHERE i.tenant_id = $1 AND i.status = 'processing' AND i.updated_at < $2 AND NOT EXISTS (
            SELECT FROM jobs j WHERE j.tenant_id = $1 AND j.subject = i.id AND j.dead_at IS NULL)
        HAVING count(*) > 0
        """;

    private const string Overdue = """
        SELECT 'inquiries_overdue', count(*), min(expires_at) FROM inquiries
        WHERE tenant_id = $1 AND status IN ('open', 'needs_information') AND expires_at < $2 HAVING count(*) > 0
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(TenantCommands.SettingTenant(work.Tenant));
        foreach (var sql in (ReadOnlySpan<string>)[Stuck, Overdue])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = work.Now - Patience });
            batch.BatchCommands.Add(command);
        }
        var seen = new List<Sighting>();
        await using var rows = await batch.ExecuteReaderAsync(ct);
        while (await rows.NextResultAsync(ct))
            while (await rows.ReadAsync(ct)) seen.Add(new Sighting(rows.GetString(0), "inquiries", rows.GetInt64(1), rows.GetFieldValue<DateTimeOffset>(2)));
        return seen;
    }
}
