using KybPlatform.Api.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace KybPlatform.Api.Registers.Importing;

/// <summary>Writes records in bulk, each batch in one transaction with how far the import has come.</summary>
internal sealed class DatasetStore(NpgsqlDataSource source, TimeProvider clock)
{
    private const string Begin = "UPDATE dataset_imports SET state = 'importing', note = NULL WHERE id = $1 AND state <> 'ready' AND records = $2";
    private const string Went = "UPDATE dataset_imports SET records = $3, skipped = $4, bytes = $5, chain = $6 WHERE id = $1 AND records = $2 AND state = 'importing'";
    // A partial issue takes no complete one's place, and says so.
    private const string End = """
        UPDATE dataset_imports i SET state = 'ready', ready_at = $3, skipped = $4, bytes = $5,
          note = CASE WHEN NOT complete AND EXISTS (SELECT FROM dataset_imports o WHERE o.dataset_key = i.dataset_key AND o.state = 'ready' AND o.complete) THEN $6 END
        WHERE id = $1 AND records = $2 AND state = 'importing'
        """;

    private const string NotInUse = "It is partial: the complete issue stays in use.";
    private const string Fail = "UPDATE dataset_imports SET state = 'failed', note = $2 WHERE id = $1 AND state = 'importing'";
    private const string Former = "SELECT records FROM dataset_imports WHERE dataset_key = $1 AND state = 'ready' AND complete AND id < $2 ORDER BY id DESC LIMIT 1";

    // Of complete issues as of partial ones, the newest and the one before stay; what was begun after them may still go on.
    private const string Old = """
        SELECT id FROM dataset_imports i WHERE dataset_key = $1
          AND id < (SELECT id FROM dataset_imports o WHERE o.dataset_key = $1 AND o.state = 'ready' AND o.complete = i.complete ORDER BY id DESC OFFSET 1 LIMIT 1)
        """;

    public async Task<bool> BeginAsync(DatasetImport import, CancellationToken ct) => await RunAsync(Begin, ct, import.Id.Value, import.Records) == 1;

    /// <summary>False where somebody else went on with the same import.</summary>
    public async Task<bool> AddAsync(DatasetImport import, Progress before, Progress after, byte[] chain, IReadOnlyList<LoadedRecord> batch, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var went = Command(Went, connection, import.Id.Value, before.Records, after.Records, after.Skipped, after.Bytes, chain))
        {
            if (await went.ExecuteNonQueryAsync(ct) != 1) return false;
        }
        await CopyRecordsAsync(connection, import, batch, ct);
        await CopyNumbersAsync(connection, import, batch, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<bool> ReadyAsync(DatasetImport import, Progress end, CancellationToken ct) =>
        await RunAsync(End, ct, import.Id.Value, end.Records, Instants.Truncate(clock.GetUtcNow()), end.Skipped, end.Bytes, NotInUse) == 1;

    public Task FailAsync(DatasetImport import, string why, CancellationToken ct) => RunAsync(Fail, ct, import.Id.Value, why.Length > 1000 ? why[..1000] : why);

    /// <summary>Entries of the complete issue in use; 0 where there is none.</summary>
    public async Task<long> FormerRecordsAsync(DatasetImport import, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Former);
        command.Parameters.AddWithValue(import.DatasetKey);
        command.Parameters.AddWithValue(import.Id.Value);
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>Drops what is older than the issue before the one in use, a piece at a time.</summary>
    public async Task DropOldAsync(string key, CancellationToken ct)
    {
        var old = new List<Guid>();
        await using (var command = source.CreateCommand(Old))
        {
            command.Parameters.AddWithValue(key);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct)) old.Add(rows.GetGuid(0));
        }
        foreach (var id in old)
        {
            foreach (var table in (string[])["dataset_numbers", "dataset_records"])
                while (await RunAsync($"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE import_id = $1 LIMIT 20000))", ct, id) > 0) ;
            await RunAsync("DELETE FROM dataset_imports WHERE id = $1", ct, id);
        }
    }

    private static async Task CopyRecordsAsync(NpgsqlConnection connection, DatasetImport import, IReadOnlyList<LoadedRecord> batch, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync("COPY dataset_records (import_id, number, content) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var record in batch)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(import.Id.Value, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(record.Number, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(record.Content, NpgsqlDbType.Bytea, ct);
        }
        await copy.CompleteAsync(ct);
    }

    private static async Task CopyNumbersAsync(NpgsqlConnection connection, DatasetImport import, IReadOnlyList<LoadedRecord> batch, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync("COPY dataset_numbers (import_id, scheme, value, record_number) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var record in batch)
        {
            foreach (var number in record.Numbers.Distinct())
            {
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(import.Id.Value, NpgsqlDbType.Uuid, ct);
                await copy.WriteAsync(number.Scheme, NpgsqlDbType.Text, ct);
                await copy.WriteAsync(number.Value, NpgsqlDbType.Text, ct);
                await copy.WriteAsync(record.Number, NpgsqlDbType.Bigint, ct);
            }
        }
        await copy.CompleteAsync(ct);
    }

    private async Task<int> RunAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = Command(sql, connection, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        return command;
    }
}
