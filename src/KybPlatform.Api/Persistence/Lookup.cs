using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace KybPlatform.Api.Persistence;

/// <summary>A read that can travel together with others in one round trip; made by <see cref="Lookup{T}"/>.</summary>
public abstract class PlannedRead
{
    private protected PlannedRead()
    {
    }

    internal abstract (object Lookup, Guid Key) Name { get; }

    internal abstract NpgsqlBatchCommand Command(PlatformDb db);

    /// <summary>The rows, kept until the lookup asks for them.</summary>
    internal abstract Task<object> TakeAsync(PlatformDb db, NpgsqlDataReader rows, CancellationToken ct);
}

/// <summary>
/// Rows of one table by a condition over one id, in the tenant of the unit of work. Round trips cost more than everything else
/// about a read, so what one job needs of several capabilities is sent ahead with <see cref="Lookups.ReadAheadAsync"/>; whoever
/// asks first afterwards gets those rows, and later readers ask again.
/// </summary>
/// <param name="condition">SQL over the table's columns, with the id as <c>$2</c>; order and limit may follow it.</param>
internal sealed class Lookup<T>(string condition) where T : class, ITenantOwned
{
    public PlannedRead For(Guid key) => new Plan(this, key);

    /// <summary>Not tracked: for reading.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync(PlatformDb db, Guid key, CancellationToken ct)
    {
        if (!db.Ahead.ContainsKey((this, key))) await db.ReadAheadAsync([For(key)], ct);
        db.Ahead.Remove((this, key), out var rows);
        return (IReadOnlyList<T>)rows!;
    }

    /// <summary>The rows of several ids, in one round trip.</summary>
    public async Task<IReadOnlyList<T>> ReadAllAsync(PlatformDb db, IReadOnlyCollection<Guid> keys, CancellationToken ct)
    {
        var missing = keys.Where(k => !db.Ahead.ContainsKey((this, k))).Select(For).ToList();
        if (missing.Count > 0) await db.ReadAheadAsync(missing, ct);
        var rows = new List<T>();
        foreach (var key in keys) rows.AddRange(await ReadAsync(db, key, ct));
        return rows;
    }

    /// <summary>Tracked: what is changed in the rows goes along with the commit.</summary>
    public async Task<IReadOnlyList<T>> TrackAsync(PlatformDb db, Guid key, CancellationToken ct) =>
        [.. (await ReadAsync(db, key, ct)).Select(row => Tracked(db, row))];

    // A unit of work knows one instance of a row: the one that it met first.
    private static T Tracked(PlatformDb db, T row)
    {
        var key = db.Model.FindEntityType(typeof(T))!.FindPrimaryKey()!.Properties;
        foreach (var entry in db.ChangeTracker.Entries<T>())
            if (key.All(p => Equals(entry.Property(p).CurrentValue, p.GetGetter().GetClrValue(row)))) return entry.Entity;
        db.Attach(row);
        return row;
    }

    private sealed class Plan(Lookup<T> lookup, Guid key) : PlannedRead
    {
        internal override (object Lookup, Guid Key) Name => (lookup, key);

        internal override NpgsqlBatchCommand Command(PlatformDb db)
        {
            var command = new NpgsqlBatchCommand(lookup.Sql(db));
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = db.Tenant!.Value.Value });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key });
            return command;
        }

        internal override async Task<object> TakeAsync(PlatformDb db, NpgsqlDataReader rows, CancellationToken ct)
        {
            var reader = RowReader.For(db.Model.FindEntityType(typeof(T))!);
            var found = new List<T>();
            while (await rows.ReadAsync(ct)) found.Add((T)reader.Read(rows));
            return found;
        }
    }

    private string? _sql;

    private string Sql(PlatformDb db) => _sql ??= RowReader.For(db.Model.FindEntityType(typeof(T))!).Select + condition;
}

internal static class Lookups
{
    /// <summary>Sends reads ahead, all in one round trip.</summary>
    public static async Task ReadAheadAsync(this PlatformDb db, IReadOnlyCollection<PlannedRead> reads, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var opened = connection.State != System.Data.ConnectionState.Open;
        if (opened) await connection.OpenAsync(ct);
        try
        {
            var transaction = db.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction;
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(TenantCommands.SettingTenant(db.Tenant));
            foreach (var read in reads) batch.BatchCommands.Add(read.Command(db));
            await using var rows = await batch.ExecuteReaderAsync(ct);
            foreach (var read in reads)
            {
                await rows.NextResultAsync(ct);
                db.Ahead[read.Name] = await read.TakeAsync(db, rows, ct);
            }
        }
        finally
        {
            if (opened) await connection.CloseAsync();
        }
    }
}
