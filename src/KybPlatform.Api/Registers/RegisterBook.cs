using KybPlatform.Api.Http;
using KybPlatform.Api.Registers.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.Api.Registers;

/// <summary>The imported datasets that are in use, as this process knows them: the newest complete issue of each key, and the newest partial one only where none is complete.</summary>
internal sealed class RegisterBook(NpgsqlDataSource source, IServiceScopeFactory scopes)
{
    private const string Find = """
        SELECT r.content FROM dataset_numbers n JOIN dataset_records r ON r.import_id = n.import_id AND r.number = n.record_number
        WHERE n.import_id = $1 AND n.scheme = $2 AND n.value = $3 ORDER BY n.record_number LIMIT 20
        """;

    private volatile IReadOnlyList<DatasetImport>? _ready;

    /// <summary>Null until they were read once: until then it is not known that there are none.</summary>
    public IReadOnlyList<DatasetImport>? Ready => _ready;

    public async Task RefreshAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var imports = await scope.ServiceProvider.GetRequiredService<Persistence.PlatformDb>().Set<DatasetImport>().AsNoTracking().Where(i => i.State == DatasetImportState.Ready).ToListAsync(ct);
        IReadOnlyList<DatasetImport> ready = [.. imports.GroupBy(i => i.DatasetKey, StringComparer.Ordinal).Select(g => g.MaxBy(i => (i.Complete, i.Id.Value))!).OrderBy(i => i.DatasetKey, StringComparer.Ordinal)];
        // What follows from them is remembered as long as the list is the same one.
        if (_ready is { } former && former.Select(i => i.Id).SequenceEqual(ready.Select(i => i.Id))) return;
        _ready = ready;
    }

    public async Task<IReadOnlyList<DatasetImport>> ReadyAsync(CancellationToken ct)
    {
        if (_ready is null) await RefreshAsync(ct);
        return _ready!;
    }

    /// <summary>The entries under a number; more than one where a file repeats itself.</summary>
    public async Task<IReadOnlyList<RegisterRecord>> FindAsync(DatasetImport import, string scheme, string value, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = import.Id.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = scheme });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        var found = new List<RegisterRecord>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) found.Add(StoredJson.Read<RegisterRecord>(rows.GetFieldValue<byte[]>(0)));
        return found;
    }
}
