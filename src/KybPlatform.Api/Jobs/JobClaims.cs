using KybPlatform.Api.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace KybPlatform.Api.Jobs;

/// <summary>Takes due jobs: a ring over the tenants that have any, at most a few of each at a time, so that nobody's backlog holds up the others.</summary>
internal sealed class JobClaims(NpgsqlDataSource source, Signals signals, IEnumerable<JobKind> kinds, JobMarks marks, TimeProvider clock) : IJobSource
{
    // From a tenant to the next one that has a job, or is known: a loose index scan that never reads a known tenant's entries, of which many may be of jobs long deleted.
    private const string Ring = """
        WITH RECURSIVE ring AS (
            SELECT $1::uuid AS tenant_id, $2::timestamptz AS since, $3::int AS passed
            UNION ALL
            SELECT coalesce(s.other, ($4::uuid[])[r.passed + 1]), CASE WHEN s.other IS NULL THEN ($5::timestamptz[])[r.passed + 1] ELSE '-infinity' END, CASE WHEN s.other IS NULL THEN r.passed + 1 ELSE r.passed END
            FROM ring r CROSS JOIN LATERAL (SELECT (SELECT j.tenant_id FROM jobs j WHERE j.dead_at IS NULL AND j.tenant_id > r.tenant_id
                AND j.tenant_id < coalesce(($4::uuid[])[r.passed + 1], 'ffffffff-ffff-ffff-ffff-ffffffffffff') ORDER BY j.tenant_id LIMIT 1) AS other) s
            WHERE r.tenant_id IS NOT NULL
        )
        """;

    // One index probe a tenant, whatever the backlog. Nothing here sorts or joins the ring: it is walked only as far as there are hands. Behind the last column a tenant has nothing that
    // was to be seen; a transaction that promised something in the last second may commit later.
    internal const string Claim = Ring + """
        , due AS (
            SELECT d.tenant_id, d.id, d.turn_at FROM (SELECT tenant_id, since FROM ring WHERE tenant_id IS NOT NULL AND since IS NOT NULL AND tenant_id <> ALL ($6) LIMIT 200) r
            CROSS JOIN LATERAL (
                SELECT j.tenant_id, j.id, j.turn_at FROM jobs j
                WHERE j.dead_at IS NULL AND j.tenant_id = r.tenant_id AND j.due_at <= clock_timestamp() AND j.turn_at >= r.since AND j.turn_at <= now() + interval '10 minutes' AND ($7::text[] IS NULL OR j.kind = ANY ($7))
                ORDER BY j.turn_at LIMIT least($8 * coalesce((SELECT t.weight FROM tenants t WHERE t.id = r.tenant_id), 1), $9) FOR UPDATE SKIP LOCKED) d
            LIMIT $10
        )
        UPDATE jobs j SET due_at = clock_timestamp() + $11, turn_at = clock_timestamp() + $11 + (j.turn_at - j.due_at), lease = $12, attempts = j.attempts + $13
        FROM due WHERE j.tenant_id = due.tenant_id AND j.id = due.id
        RETURNING j.tenant_id, j.id, j.kind, j.subject, j.attempts, least(due.turn_at, now() - interval '1 second')
        """;

    // The last tenant that one claim looks at: null where the ring ends before.
    private const string LastOfStretch = Ring + "SELECT tenant_id FROM ring WHERE tenant_id IS NOT NULL AND since IS NOT NULL AND tenant_id <> ALL ($6) OFFSET $7 LIMIT 1";

    private const string AnyDue = "SELECT EXISTS (SELECT FROM jobs WHERE dead_at IS NULL AND due_at BETWEEN $1 AND now()), now() - interval '1 second'";

    /// <summary>A tenant holds so many of a worker's hands at most, whatever its weight.</summary>
    public const int MostOfOne = 6;

    private const int PerTenant = 2;

    // Tenants that one claim looks at, as it says itself.
    private const int Stretch = 200;

    private readonly int _kinds = kinds.Count();

    // Null begins the ring.
    private Guid? _after;

    public Signal Due => signals.Jobs;

    public Task<IReadOnlyList<HeldJob>> TakeAsync(int most, Guid[] except, string[] kinds, DateTimeOffset now, CancellationToken ct) =>
        TakeAsync(new Look(most, except, kinds, JobQueue.Lease, 1, marks.IsWhole), now, ct);

    /// <summary>Takes due jobs for somebody else to run: of any kind, on their way for so long, and not tried by that.</summary>
    public Task<IReadOnlyList<HeldJob>> SendAsync(int most, TimeSpan onTheWay, DateTimeOffset now, CancellationToken ct) => TakeAsync(new Look(most, [], null, onTheWay, 0, marks.IsWhole), now, ct);

    public Task GiveBackAsync(IReadOnlyList<HeldJob> jobs, TimeSpan pause, CancellationToken ct) => GiveBackAsync(jobs, 1, pause, ct);

    private sealed record Look(int Most, Guid[] Except, string[]? Kinds, TimeSpan Held, int Tries, bool Whole);

    // Goes on in the ring where the last claim ended. Where a stretch of it has nothing due the next one is looked at, until it comes round.
    private async Task<IReadOnlyList<HeldJob>> TakeAsync(Look look, DateTimeOffset now, CancellationToken ct)
    {
        var (start, at, round) = (_after, _after, false);
        while (true)
        {
            var began = clock.GetTimestamp();
            var taken = await TakeAfterAsync(at, look, now, ct);
            marks.Looked(began, look.Whole, look.Kinds is null || look.Kinds.Length == _kinds, taken);
            if (taken.Count > 0)
            {
                _after = taken.Max(t => t.Job.Tenant.Value);
                return [.. taken.Select(t => t.Job)];
            }
            // Most looks find nothing at all, and do not walk the ring for it.
            if (at == start && !round && !await AnyDueAsync(look.Whole, ct)) break;
            var last = await LastOfStretchAsync(at, look, ct);
            if (last is null && (round || start is null)) break;
            (at, round) = (last, round || last is null);
            if (round && at?.CompareTo(start!.Value) >= 0) break;
        }
        _after = null;
        return [];
    }

    private async Task<bool> AnyDueAsync(bool whole, CancellationToken ct)
    {
        await using var command = source.CreateCommand(AnyDue);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = marks.QuietUntil(whole) });
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        if (rows.GetBoolean(0)) return true;
        marks.Nothing(rows.GetDateTime(1));
        return false;
    }

    private async Task<Guid?> LastOfStretchAsync(Guid? after, Look look, CancellationToken ct)
    {
        await using var command = source.CreateCommand(LastOfStretch);
        AddRing(command, marks, after, look.Whole);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = look.Except });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Stretch - 1 });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    // Behind a tenant the ring begins with the next; from the start with the platform itself, whose id is the lowest.
    internal static void AddRing(NpgsqlCommand command, JobMarks marks, Guid? after, bool whole)
    {
        var (tenants, since) = marks.Begin(whole);
        var at = after ?? Guid.Empty;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = at });
        command.Parameters.Add(new NpgsqlParameter { Value = after is null ? marks.Begin(at, whole) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = tenants.Count(t => t.CompareTo(at) <= 0) });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = tenants });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = since, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
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

    private async Task<List<(HeldJob Job, DateTime Upto)>> TakeAfterAsync(Guid? after, Look look, DateTimeOffset now, CancellationToken ct)
    {
        var lease = Uuid7.New(now);
        await using var command = source.CreateCommand(Claim);
        AddRing(command, marks, after, look.Whole);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = look.Except });
        command.Parameters.Add(new NpgsqlParameter<string[]?> { TypedValue = look.Kinds });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PerTenant });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostOfOne });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = look.Most });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = look.Held });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = look.Tries });
        var taken = new List<(HeldJob, DateTime)>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) taken.Add((Read(rows, lease), rows.GetDateTime(5)));
        return taken;
    }

    internal static async Task<List<HeldJob>> ReadAsync(NpgsqlCommand command, Guid lease, CancellationToken ct)
    {
        var jobs = new List<HeldJob>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) jobs.Add(Read(rows, lease));
        return jobs;
    }

    private static HeldJob Read(NpgsqlDataReader rows, Guid lease) => new(new TenantId(rows.GetGuid(0)), rows.GetGuid(1), rows.GetString(2), rows.GetGuid(3), lease, rows.GetInt32(4));
}
