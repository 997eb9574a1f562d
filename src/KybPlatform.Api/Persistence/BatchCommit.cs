using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace KybPlatform.Api.Persistence;

/// <summary>
/// Sends all tracked changes of a unit of work as one pipelined batch. Without an open transaction the batch is one implicit
/// transaction: everything or nothing, one round trip, one commit. Round trips cost more than all safety together.
/// </summary>
internal static class BatchCommit
{
    /// <summary>Raised by <c>kyb_expect_one</c> when an update or delete met no row.</summary>
    public const string StaleState = "KY409";

    public static async Task RunAsync(PlatformDb db, CancellationToken ct)
    {
        // Asking for the entries detects their changes.
        var entries = db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        if (entries.Count == 0 && db.Extra.Count == 0) return;
        foreach (var entry in entries) GuardTenant(db, entry);

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var opened = connection.State != System.Data.ConnectionState.Open;
        if (opened) await connection.OpenAsync(ct);
        try
        {
            var transaction = db.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction;
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(TenantCommands.SettingTenant(db.Tenant));
            // What is written too expects its version by itself.
            foreach (var entry in db.Unchanged.Select(row => db.Entry((object)row)).Where(e => e.State is EntityState.Unchanged)) batch.BatchCommands.Add(RowWriter.For(entry.Metadata).Expect(entry));
            foreach (var entry in entries.OrderBy(Order)) batch.BatchCommands.Add(RowWriter.For(entry.Metadata).Write(entry));
            foreach (var extra in db.Extra) batch.BatchCommands.Add(extra);
            await ExecuteAsync(batch, ct);
        }
        finally
        {
            if (opened) await connection.CloseAsync();
        }
        db.Extra.Clear();
        db.Unchanged.Clear();
        db.ChangeTracker.AcceptAllChanges();
    }

    private static async Task ExecuteAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
            CommitCount.Add();
        }
        catch (PostgresException refused) when (refused.SqlState is StaleState)
        {
            throw new ConflictException(Conflict.Stale, null, refused);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw new ConflictException(Conflict.Duplicate, refused.ConstraintName, refused);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new ConflictException(Conflict.Missing, refused.ConstraintName, refused);
        }
    }

    // The third belt: whatever the code above did, a row of another tenant is never written.
    private static void GuardTenant(PlatformDb db, EntityEntry entry)
    {
        if (entry.Entity is not ITenantOwned owned) return;
        if (db.Tenant is not { } tenant || owned.TenantId != tenant)
            throw new InvalidOperationException($"{entry.Metadata.ClrType.Name} does not belong to the tenant of this unit of work.");
        if (entry.State != EntityState.Added && entry.OriginalValues.GetValue<TenantId>(nameof(ITenantOwned.TenantId)) != tenant)
            throw new InvalidOperationException($"{entry.Metadata.ClrType.Name} was read for another tenant.");
    }

    // Parents before children on the way in, children before parents on the way out.
    private static int Order(EntityEntry entry)
    {
        var depth = RowWriter.For(entry.Metadata).Depth;
        return entry.State == EntityState.Deleted ? 1000 - depth : depth;
    }
}
