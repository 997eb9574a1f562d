using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>One of so many jobs of a kind that run at once, over all workers: held for as long as the job is, and free again by itself where its process died.</summary>
[GlobalTable("workers share the slots of a kind across tenants; kinds, ids and instants only")]
public sealed class JobSlot
{
    public required string Kind { get; init; }

    /// <summary>From 1 to the kind's limit.</summary>
    public required int Slot { get; init; }

    public required Guid JobId { get; init; }

    /// <summary>The lease of the job that holds it.</summary>
    public required Guid Lease { get; init; }

    public required DateTimeOffset Until { get; init; }
}

internal sealed class JobSlotConfiguration : IEntityTypeConfiguration<JobSlot>
{
    public void Configure(EntityTypeBuilder<JobSlot> slot)
    {
        slot.ToTable("job_slots");
        slot.HasKey(s => new { s.Kind, s.Slot });
    }
}

/// <summary>Takes and frees slots; <see cref="Leases"/> keeps them together with the jobs that hold them.</summary>
internal sealed class JobSlots(NpgsqlDataSource source)
{
    // Who loses a race for one slot looks for another: once for each that there is.
    private const string Take = """
        INSERT INTO job_slots AS held (kind, slot, job_id, lease, until)
        SELECT $1, s, $3, $4, clock_timestamp() + $5 FROM generate_series(1, $2) s
        WHERE NOT EXISTS (SELECT FROM job_slots h WHERE h.kind = $1 AND h.slot = s AND h.until > clock_timestamp()) ORDER BY s LIMIT 1
        ON CONFLICT (kind, slot) DO UPDATE SET job_id = excluded.job_id, lease = excluded.lease, until = excluded.until WHERE held.until <= clock_timestamp()
        RETURNING slot
        """;

    private const string Free = "DELETE FROM job_slots WHERE kind = $1 AND job_id = $2 AND lease = $3";

    /// <returns>False where all are held.</returns>
    public async Task<bool> TryTakeAsync(HeldJob job, int limit, CancellationToken ct)
    {
        for (var tries = 0; tries < limit; tries++)
        {
            await using var command = source.CreateCommand(Take);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Kind });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = JobQueue.Lease });
            if (await command.ExecuteScalarAsync(ct) is int) return true;
        }
        return false;
    }

    public async Task FreeAsync(HeldJob job)
    {
        try
        {
            await using var command = source.CreateCommand(Free);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Kind });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Lease });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            // It is free by itself when its time is over.
        }
    }
}
