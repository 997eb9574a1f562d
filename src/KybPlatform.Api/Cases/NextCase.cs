using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>
/// Finds the case that somebody should have next, and holds its row until the commit: whoever else looks meanwhile looks past it.
/// Whoever knows only some countries or sender types looks at the heads of those, one after the other, and never reads past the cases of all others.
/// </summary>
internal static class NextCase
{
    // {0} the tenant, {1} whoever asks, {2} countries and {3} sender types, empty for all, {4} the queue.
    private const string InOrder = """
        SELECT * FROM cases WHERE tenant_id = {0} AND status = 'open' AND assignee IS NULL AND proposed_by IS DISTINCT FROM {1} @queue
        AND (cardinality({2}) = 0 OR country IS NULL OR country = ANY ({2})) AND (cardinality({3}) = 0 OR sender_type IS NULL OR sender_type = ANY ({3}))
        ORDER BY priority DESC, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    // A loose index scan over what kinds of cases there are, then the first of each that is known, then the first of those that nobody holds. The indexes are
    // ix_cases_next_of_kind and ix_cases_next_of_queue_and_kind; '' stands for a case without a country or sender type, which everybody knows. A CASE and no
    // coalesce, of which PostgreSQL does not know that it tells nothing: under row security an index over one finds nothing.
    private const string ByKind = """
        SELECT c.* FROM (
            WITH RECURSIVE kinds AS (
                (SELECT @country AS country, @type AS type FROM cases WHERE tenant_id = {0} AND status = 'open' AND assignee IS NULL @queue
                 ORDER BY @country, @type LIMIT 1)
                UNION ALL
                SELECT n.country, n.type FROM kinds k CROSS JOIN LATERAL (SELECT @country AS country, @type AS type FROM cases
                    WHERE tenant_id = {0} AND status = 'open' AND assignee IS NULL @queue AND (@country, @type) > (k.country, k.type)
                    ORDER BY @country, @type LIMIT 1) n
            )
            SELECT h.id, h.priority, h.due_at FROM kinds k CROSS JOIN LATERAL (SELECT id, priority, due_at FROM cases
                WHERE tenant_id = {0} AND status = 'open' AND assignee IS NULL @queue AND @country = k.country AND @type = k.type
                AND proposed_by IS DISTINCT FROM {1} ORDER BY priority DESC, due_at, id LIMIT 32) h
            WHERE (cardinality({2}) = 0 OR k.country = '' OR k.country = ANY ({2})) AND (cardinality({3}) = 0 OR k.type = '' OR k.type = ANY ({3}))
            ORDER BY h.priority DESC, h.due_at, h.id LIMIT 64) heads
        JOIN cases c ON c.tenant_id = {0} AND c.id = heads.id WHERE c.status = 'open' AND c.assignee IS NULL AND c.proposed_by IS DISTINCT FROM {1}
        ORDER BY heads.priority DESC, heads.due_at, heads.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED
        """;

    private static readonly string InOrderOfQueue = OfQueue(InOrder), InOrderOfAll = OfAll(InOrder), ByKindOfQueue = OfQueue(ByKind), ByKindOfAll = OfAll(ByKind);

    public static async Task<Case?> HoldAsync(Work work, CaseQueueId? queue, ReviewerRow? mine)
    {
        if (mine is null or { Countries: [], SenderTypes: [] }) return await FirstAsync(work, queue is null ? InOrderOfAll : InOrderOfQueue, queue, mine);
        // Where others hold every head that was looked at, the cases are gone through one by one.
        return await FirstAsync(work, queue is null ? ByKindOfAll : ByKindOfQueue, queue, mine) ?? await FirstAsync(work, queue is null ? InOrderOfAll : InOrderOfQueue, queue, mine);
    }

    private static async Task<Case?> FirstAsync(Work work, string sql, CaseQueueId? queue, ReviewerRow? mine) =>
        (await work.Db.Set<Case>().FromSqlRaw(sql, work.Tenant.Value, work.Caller.Actor.ToString(), mine?.Countries ?? [], mine?.SenderTypes ?? [], queue?.Value ?? Guid.Empty).ToListAsync(work.Canceled)).SingleOrDefault();

    private static string OfQueue(string sql) => Written(sql, "AND queue_id = {4}");

    private static string OfAll(string sql) => Written(sql, string.Empty);

    private static string Written(string sql, string queue) => sql.Replace("@queue", queue, StringComparison.Ordinal)
        .Replace("@country", "CASE WHEN country IS NULL THEN '' ELSE country END", StringComparison.Ordinal)
        .Replace("@type", "CASE WHEN sender_type IS NULL THEN '' ELSE sender_type END", StringComparison.Ordinal);
}
