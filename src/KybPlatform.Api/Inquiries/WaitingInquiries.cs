using KybPlatform.Api.Persistence;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Inquiries;

/// <summary>Inquiries that wait for somebody, by what their policies are looked up for.</summary>
internal static class WaitingInquiries
{
    private const string Cells = """
        SELECT country, sender_type, applicant, use_case->>'purpose', use_case->>'origin', use_case->>'category', policy_hash, count(*)::int
        FROM inquiries WHERE tenant_id = $1 AND status IN ('open', 'needs_information', 'in_review') GROUP BY 1, 2, 3, 4, 5, 6, 7
        """;

    /// <summary>Each combination once, with the hash that the inquiries are pinned to and how many they are.</summary>
    public static async Task<IReadOnlyList<(PolicyQuery Cell, string? Hash, int Inquiries)>> CellsAsync(PlatformDb db, CancellationToken ct)
    {
        var tenant = db.Tenant!.Value;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
            batch.BatchCommands.Add(TenantCommands.SettingTenant(tenant));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Cells) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = tenant.Value } } });
            await using var rows = await batch.ExecuteReaderAsync(ct);
            await rows.NextResultAsync(ct);
            var cells = new List<(PolicyQuery, string?, int)>();
            while (await rows.ReadAsync(ct))
            {
                string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
                cells.Add((new PolicyQuery(rows.GetString(0), rows.GetString(1), rows.GetString(2), Text(3), Text(4), Text(5)), Text(6), rows.GetInt32(7)));
            }
            return cells;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
