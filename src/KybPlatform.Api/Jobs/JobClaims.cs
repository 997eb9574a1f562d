using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Takes due jobs: a ring over the tenants that have any, at most a few of each at a time, so that nobody's backlog holds up the others.</summary>
internal sealed class JobClaims(NpgsqlDataSource source, Signals signals) : IJobSource
{
    // The recursive part is a loose index scan: one index probe a tenant, whatever the backlog. Nothing here sorts or joins the ring: it is walked only as far as
    // there are hands.
    internal const string Claim = """
        WITH RECURSIVE ring AS (
            (SELECT tenant_id FROM jobs WHERE dead_at IS NULL AND tenant_id > $1 ORDER BY tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT j.tenant_id FROM jobs j WHERE j.dead_at IS NULL AND j.tenant_id > r.tenant_id ORDER BY j.tenant_id LIMIT 1)
            FROM ring r WHERE r.tenant_id IS NOT NULL
        ), due AS (
            SELECT d.tenant_id, d.id FROM (SELECT tenant_id FROM ring WHERE tenant_id IS NOT NULL AND tenant_id <> ALL ($6) LIMIT 200) r
            CROSS JOIN LATERAL (
                SELECT j.tenant_id, j.id FROM jobs j
                WHERE j.dead_at IS NULL AND j.tenant_id = r.tenant_id AND j.due_at <= clock_timestamp() AND j.turn_at <= now() + interval '10 minutes' AND ($7::text[] IS NULL OR j.kind = ANY ($7))
                ORDER BY j.turn_at LIMIT least($2 * coalesce((SELECT t.weight FROM tenants t WHERE t.id = r.tenant_id), 1), $9) FOR UPDATE SKIP LOCKED) d
            LIMIT $3
        )
        UPDATE jobs j SET due_at = clock_timestamp() + $4, turn_at = clock_timestamp() + $4 + (j.turn_at - j.due_at), lease = $5, attempts = j.attempts + $8
        FROM due WHERE j.tenant_id = due.tenant_id AND j.id = due.id
        RETURNING j.tenant_id, j.id, j.kind, j.subject, j.attempts
        """;

    private static readonly string ClaimFromTheStart = FromTheStart(Claim);
    private static readonly string LastFromTheStart = FromTheStart(LastOfStretch);

    // The last tenant that one claim looks at: null where the ring ends before.
    private const string LastOfStretch = """
        WITH RECURSIVE ring AS (
            (SELECT tenant_id FROM jobs WHERE dead_at IS NULL AND tenant_id > $1 AND tenant_id <> ALL ($2) ORDER BY tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT j.tenant_id FROM jobs j WHERE j.dead_at IS NULL AND j.tenant_id > r.tenant_id AND j.tenant_id <> ALL ($2) ORDER BY j.tenant_id LIMIT 1)
            FROM ring r WHERE r.tenant_id IS NOT NULL
        )
        SELECT tenant_id FROM ring WHERE tenant_id IS NOT NULL OFFSET $3 LIMIT 1
        """;

    private const string AnyDue = "SELECT EXISTS (SELECT FROM jobs WHERE dead_at IS NULL AND due_at <= now())";

    /// <summary>A tenant holds so many of a worker's hands at most, whatever its weight.</summary>
    public const int MostOfOne = 6;

    private const int PerTenant = 2;

    // Tenants that one claim looks at, as it says itself.
    private const int Stretch = 200;

    // Null begins the ring: at the platform itself, whose id is the lowest.
    private Guid? _after;

    public Signal Due => signals.Jobs;

    public Task<IReadOnlyList<HeldJob>> TakeAsync(int most, Guid[] except, string[] kinds, DateTimeOffset now, CancellationToken ct) =>
        TakeAsync(new Look(most, except, kinds, JobQueue.Lease, 1), now, ct);

    /// <summary>Takes due jobs for somebody else to run: of any kind, on their way for so long, and not tried by that.</summary>
    public Task<IReadOnlyList<HeldJob>> SendAsync(int most, TimeSpan onTheWay, DateTimeOffset now, CancellationToken ct) => TakeAsync(new Look(most, [], null, onTheWay, 0), now, ct);

    public Task GiveBackAsync(IReadOnlyList<HeldJob> jobs, TimeSpan pause, CancellationToken ct) => GiveBackAsync(jobs, 1, pause, ct);

    private sealed record Look(int Most, Guid[] Except, string[]? Kinds, TimeSpan Held, int Tries);

    // Goes on in the ring where the last claim ended. Where a stretch of it has nothing due the next one is looked at, until it comes round.
    private async Task<IReadOnlyList<HeldJob>> TakeAsync(Look look, DateTimeOffset now, CancellationToken ct)
    {
        var (start, at, round) = (_after, _after, false);
        while (true)
        {
            var taken = await TakeAfterAsync(at, look, now, ct);
            if (taken.Count > 0)
            {
                _after = taken.Max(j => j.Tenant.Value);
                return taken;
            }
            // Most looks find nothing at all, and do not walk the ring for it.
            if (at == start && !round && !await AnyDueAsync(ct)) break;
            var last = await LastOfStretchAsync(at, look.Except, ct);
            if (last is null && (round || start is null)) break;
            (at, round) = (last, round || last is null);
            if (round && at?.CompareTo(start!.Value) >= 0) break;
        }
        _after = null;
        return [];
    }

    private static string FromTheStart(string sql) => sql.Replace("tenant_id > $1", "tenant_id >= $1", StringComparison.Ordinal);

    private async Task<bool> AnyDueAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand(AnyDue);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task<Guid?> LastOfStretchAsync(Guid? after, Guid[] except, CancellationToken ct)
    {
        await using var command = source.CreateCommand(after is null ? LastFromTheStart : LastOfStretch);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after ?? Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = except });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Stretch - 1 });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    /// <summary>Gives back jobs of one lease: as if they had never been taken, due after a pause.</summary>
    /// <param name="tries">How many tries were counted when they were taken.</param>
    public async Task GiveBackAsync(IReadOnlyList<HeldJob> jobs, int tries, TimeSpan pause, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            UPDATE jobs j SET due_at = clock_timestamp() + $5, turn_at = clock_timestamp() + $5 + (j.turn_at - j.due_at), lease = $3, attempts = j.attempts - $6
            FROM unnest($1::uuid[], $2::uuid[]) AS u (tenant_id, id) WHERE j.tenant_id = u.tenant_id AND j.id = u.id AND j.lease = $4
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. jobs.Select(j => j.Tenant.Value)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. jobs.Select(j => j.Id)] });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = jobs[0].Lease });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pause });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = tries });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<HeldJob>> TakeAfterAsync(Guid? after, Look look, DateTimeOffset now, CancellationToken ct)
    {
        var lease = Uuid7.New(now);
        await using var command = source.CreateCommand(after is null ? ClaimFromTheStart : Claim);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after ?? Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PerTenant });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = look.Most });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = look.Held });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = look.Except });
        command.Parameters.Add(new NpgsqlParameter<string[]?> { TypedValue = look.Kinds });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = look.Tries });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostOfOne });
        return await ReadAsync(command, lease, ct);
    }

    internal static async Task<List<HeldJob>> ReadAsync(NpgsqlCommand command, Guid lease, CancellationToken ct)
    {
        var jobs = new List<HeldJob>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            jobs.Add(new HeldJob(new TenantId(rows.GetGuid(0)), rows.GetGuid(1), rows.GetString(2), rows.GetGuid(3), lease, rows.GetInt32(4)));
        return jobs;
    }
}
