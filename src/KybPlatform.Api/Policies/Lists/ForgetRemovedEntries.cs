using KybPlatform.Api.Jobs;
using Npgsql;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>
/// Drops the hashes of entries that were taken off a list. Nobody asks for them any more: decisions keep the answers that they rested on, and an evaluation that
/// began by the former snapshot is long over.
/// </summary>
internal sealed class ForgetRemovedEntries(NpgsqlDataSource source) : ITenantSweep
{
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const string Drop = """
        DELETE FROM policy_list_entries WHERE tenant_id = $1 AND (list_id, entry, added_in) IN (
          SELECT e.list_id, e.entry, e.added_in FROM policy_list_entries e
            JOIN policy_list_snapshots s ON s.tenant_id = e.tenant_id AND s.list_id = e.list_id AND s.number = e.removed_in
            WHERE e.tenant_id = $1 AND e.removed_in IS NOT NULL AND s.imported_at < $2 LIMIT $3)
        """;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task RunAsync(TenantWork work, CancellationToken ct) => OldRows.DropAsync(work, source, Drop, work.Now - Kept, ct);
}
