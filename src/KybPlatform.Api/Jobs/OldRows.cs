using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Removes what is past its time, in bites: each is a transaction of its own, so that nobody waits for a large one.</summary>
internal static class OldRows
{
    /// <summary>How many rows one bite takes at most; what a statement is given as <c>$3</c>.</summary>
    public const int Bite = 5000;

    /// <param name="sql">Takes the tenant as <c>$1</c>, the instant before which rows are old as <c>$2</c>, the bite as <c>$3</c>, and may take the greatest id that was made by that instant as <c>$4</c>.</param>
    public static async Task DropAsync(TenantWork work, NpgsqlDataSource source, string sql, DateTimeOffset before, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        int dropped;
        do
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(TenantCommands.SettingTenant(work.Tenant));
            var drop = new NpgsqlBatchCommand(sql);
            drop.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
            drop.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before });
            drop.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Bite });
            drop.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Uuid7.Last(before) });
            batch.BatchCommands.Add(drop);
            await batch.ExecuteNonQueryAsync(ct);
            dropped = drop.RecordsAffected;
        }
        while (dropped == Bite);
    }
}
