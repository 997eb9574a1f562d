using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>A job that somebody holds: which, for whom, and the proof of holding it.</summary>
/// <param name="Attempt">1 for the first try.</param>
public sealed record HeldJob(TenantId Tenant, Guid Id, string Kind, Guid Subject, Guid Lease, int Attempt);

/// <summary>Promises work in the transaction that makes it necessary.</summary>
/// <remarks>Everything here rides in the unit of work's own commit; times are the database's.</remarks>
public static class JobQueue
{
    /// <summary>How long a claimed job stays with its holder before others may take it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>Promises a job that any worker may take, after <paramref name="delay"/>.</summary>
    public static void Enqueue(this PlatformDb db, string kind, Guid subject, DateTimeOffset now, TimeSpan delay = default, JobPriority priority = JobPriority.Normal) =>
        Insert(db, new HeldJob(db.Tenant!.Value, Uuid7.New(now), kind, subject, Guid.Empty, 0), delay, priority);

    /// <summary>
    /// Promises a job where a condition holds at the commit and none like it is waiting that begins as early, as work in bulk. A job that waits stays waiting until
    /// this unit of work has committed, so that whoever takes it sees what this one wrote.
    /// </summary>
    /// <param name="condition">SQL over <paramref name="values"/>, which are <c>$8</c> and what follows.</param>
    public static void EnqueueOnceIf(this PlatformDb db, string kind, Guid subject, DateTimeOffset now, TimeSpan delay, string condition, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var insert = new NpgsqlBatchCommand($"""
            INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts, turn_at)
            SELECT $1, $2, $3, $4, clock_timestamp() + $7, $5, 0, clock_timestamp() + $7 + $6 WHERE {condition} AND NOT EXISTS (
                SELECT FROM jobs WHERE tenant_id = $1 AND kind = $3 AND subject = $4 AND lease = $5 AND dead_at IS NULL AND due_at <= clock_timestamp() + $7 FOR SHARE SKIP LOCKED)
            """);
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = db.Tenant!.Value.Value });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Uuid7.New(now) });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subject });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        insert.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = JobPriority.Bulk.Handicap() });
        insert.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = delay });
        foreach (var value in values) insert.Parameters.Add(value);
        db.Extra.Add(insert);
    }

    /// <summary>Promises a job about the same thing in each of these tenants, as work in bulk.</summary>
    public static void EnqueueForAll(this PlatformDb db, string kind, Guid subject, IReadOnlyCollection<TenantId> tenants, DateTimeOffset now)
    {
        var insert = new NpgsqlBatchCommand("""
            INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts, turn_at)
            SELECT t.tenant, t.id, $3, $4, clock_timestamp(), $5, 0, clock_timestamp() + $6 FROM unnest($1, $2) AS t (tenant, id)
            """);
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. tenants.Select(t => t.Value)] });
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. tenants.Select(_ => Uuid7.New(now))] });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subject });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        insert.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = JobPriority.Bulk.Handicap() });
        db.Extra.Add(insert);
    }

    /// <summary>Promises the same work once more, later; its tries go on counting.</summary>
    public static void EnqueueAgain(this PlatformDb db, HeldJob job, DateTimeOffset now, TimeSpan delay) =>
        Insert(db, job with { Id = Uuid7.New(now), Lease = Guid.Empty }, delay, JobPriority.Normal);

    /// <summary>Promises a job and takes it in the same breath: it runs here, and elsewhere if this process dies.</summary>
    public static HeldJob EnqueueHeld(this PlatformDb db, string kind, Guid subject, DateTimeOffset now)
    {
        var held = new HeldJob(db.Tenant!.Value, Uuid7.New(now), kind, subject, Uuid7.New(now), 1);
        Insert(db, held, Lease, JobPriority.Urgent);
        return held;
    }

    /// <summary>The job is done when this unit of work commits; the commit fails as stale where the lease was lost.</summary>
    public static void Finish(this PlatformDb db, HeldJob job)
    {
        var done = new NpgsqlBatchCommand(
            "WITH done AS (DELETE FROM jobs WHERE tenant_id = $1 AND id = $2 AND lease = $3 RETURNING 1) SELECT kyb_expect_one(count(*)) FROM done");
        done.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Tenant.Value });
        done.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
        done.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
        db.Extra.Add(done);
    }

    private static void Insert(PlatformDb db, HeldJob job, TimeSpan delay, JobPriority priority)
    {
        var insert = new NpgsqlBatchCommand(
            "INSERT INTO jobs (tenant_id, id, kind, subject, due_at, lease, attempts, turn_at) VALUES ($1, $2, $3, $4, clock_timestamp() + $5, $6, $7, clock_timestamp() + $5 + $8)");
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Tenant.Value });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Kind });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Subject });
        insert.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = delay });
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = job.Attempt });
        insert.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = priority.Handicap() });
        db.Extra.Add(insert);
    }
}
