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
                WHERE j.dead_at IS NULL AND j.tenant_id = r.tenant_id AND j.due_at <= clock_timestamp() AND j.turn_at <= now() + interval '10 minutes' AND j.kind <> ALL ($7)
                ORDER BY j.turn_at LIMIT $2 * coalesce((SELECT t.weight FROM tenants t WHERE t.id = r.tenant_id), 1) FOR UPDATE SKIP LOCKED) d
            LIMIT $3
        )
        UPDATE jobs j SET due_at = clock_timestamp() + $4, turn_at = clock_timestamp() + $4 + (j.turn_at - j.due_at), lease = $5, attempts = j.attempts + $8
        FROM due WHERE j.tenant_id = due.tenant_id AND j.id = due.id
        RETURNING j.tenant_id, j.id, j.kind, j.subject, j.attempts
        """;

    // The first round begins at the platform itself, whose id is the lowest.
    private static readonly string ClaimFromTheStart = Claim.Replace("tenant_id > $1", "tenant_id >= $1", StringComparison.Ordinal);

    private const int PerTenant = 2;
    private Guid _after;

    public Signal Due => signals.Jobs;

    public Task<IReadOnlyList<HeldJob>> TakeAsync(int most, Guid[] except, string[] fullKinds, DateTimeOffset now, CancellationToken ct) =>
        TakeAsync(most, except, fullKinds, JobQueue.Lease, 1, now, ct);

    /// <summary>Takes due jobs for somebody else to run: on their way for so long, and not tried by that.</summary>
    public Task<IReadOnlyList<HeldJob>> SendAsync(int most, TimeSpan onTheWay, DateTimeOffset now, CancellationToken ct) => TakeAsync(most, [], [], onTheWay, 0, now, ct);

    public Task GiveBackAsync(IReadOnlyList<HeldJob> jobs, CancellationToken ct) => GiveBackAsync(jobs, 1, TimeSpan.Zero, ct);

    private async Task<IReadOnlyList<HeldJob>> TakeAsync(int most, Guid[] except, string[] fullKinds, TimeSpan held, int tries, DateTimeOffset now, CancellationToken ct)
    {
        var taken = await TakeAfterAsync(_after, most, except, fullKinds, held, tries, now, ct);
        if (taken.Count == 0 && _after != Guid.Empty) taken = await TakeAfterAsync(Guid.Empty, most, except, fullKinds, held, tries, now, ct);
        _after = taken.Count == 0 ? Guid.Empty : taken.Max(j => j.Tenant.Value);
        return taken;
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

    private async Task<List<HeldJob>> TakeAfterAsync(Guid after, int most, Guid[] except, string[] fullKinds, TimeSpan held, int tries, DateTimeOffset now, CancellationToken ct)
    {
        var lease = Uuid7.New(now);
        await using var command = source.CreateCommand(after == Guid.Empty ? ClaimFromTheStart : Claim);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PerTenant });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = held });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = except });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = fullKinds });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = tries });
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
