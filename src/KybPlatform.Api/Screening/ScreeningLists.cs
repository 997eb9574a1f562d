using KybPlatform.Api.Persistence;
using KybPlatform.Screening.Lists;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Screening;

/// <summary>Keeps this process's lists what the database's newest imports say. Searches go on in the former ones until the new are ready.</summary>
internal sealed partial class ScreeningLists(NpgsqlDataSource source, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ScreeningLists> log) : IDisposable
{
    private const string Newest = """
        SELECT DISTINCT ON (s.list_key) s.id, c.checked_at FROM screening_snapshots s LEFT JOIN screening_sources c ON c.list_key = s.list_key AND c.snapshot_id = s.id
        ORDER BY s.list_key, s.id DESC
        """;

    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile LoadedLists? _current;

    /// <summary>Null until the first load has ended.</summary>
    public LoadedLists? Current => _current;

    /// <summary>The lists, waiting a moment for the first load; null where it takes longer.</summary>
    public async ValueTask<LoadedLists?> ReadyAsync(TimeSpan atMost, CancellationToken ct)
    {
        if (_current is { } ready) return ready;
        await Task.WhenAny(_first.Task, Task.Delay(atMost, ct));
        ct.ThrowIfCancellationRequested();
        return _current;
    }

    /// <summary>Loads what was imported since; does nothing where nothing was.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var newest = await NewestAsync(ct);
            _current = _current?.AreFrom(newest, clock.GetUtcNow()) == true ? _current.Checked(newest) : await LoadAsync(newest, ct);
            _first.TrySetResult();
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Dictionary<Guid, DateTimeOffset?>> NewestAsync(CancellationToken ct)
    {
        var ids = new Dictionary<Guid, DateTimeOffset?>();
        await using var command = source.CreateCommand(Newest);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) ids[rows.GetGuid(0)] = rows.IsDBNull(1) ? null : rows.GetFieldValue<DateTimeOffset>(1);
        return ids;
    }

    private async Task<LoadedLists> LoadAsync(Dictionary<Guid, DateTimeOffset?> ids, CancellationToken ct)
    {
        var known = _current?.Official.Values.Where(l => ids.ContainsKey(l.Id)).ToList() ?? [];
        var (loaded, unreadable) = (new List<LoadedList>(known.Select(l => l with { CheckedAt = ids[l.Id] })), new List<UnreadableList>());
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        foreach (var id in ids.Keys.Where(i => known.TrueForAll(k => k.Id != i)))
        {
            var tried = _current?.Unreadable.Values.FirstOrDefault(l => l.Id == id);
            if (tried?.NextTry > clock.GetUtcNow())
            {
                unreadable.Add(tried);
                continue;
            }
            var import = await db.Set<ScreeningSnapshot>().AsNoTracking().SingleAsync(s => s.Id == id, ct);
            if (await ReadAsync(db, import, ct) is { } snapshot) loaded.Add(new LoadedList(id, snapshot, import.ImportedAt, import.ImportedBy, ids[id]));
            else unreadable.Add(UnreadableList.After(tried, id, import.ListKey, clock.GetUtcNow()));
        }
        return LoadedLists.Of(loaded, unreadable, _current);
    }

    /// <summary>An issue that is not in use any more; null where its files are gone.</summary>
    public async Task<ListSnapshot?> ReadImportAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        return await db.Set<ScreeningSnapshot>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is { } import ? await ReadAsync(db, import, ct) : null;
    }

    // What was accepted at import and cannot be read now leaves its list missing, and a missing list clears nobody.
    private async Task<ListSnapshot?> ReadAsync(PlatformDb db, ScreeningSnapshot import, CancellationToken ct)
    {
        var files = await db.Set<ScreeningFile>().AsNoTracking().Where(f => f.SnapshotId == import.Id).OrderBy(f => f.Number).ToListAsync(ct);
        if (files.Count == 0) return null;
        try
        {
            var reading = ListFormats.Read(import.ListKey, [.. files.Select(f => new ListFile(f.Name, () => PackedFile.Unpack(f.Content)))], new ListReadOptions(import.PublishedAt));
            if (reading.Refusal is { } refusal) Unreadable(log, import.ListKey, refusal.Code, refusal.File, refusal.Line);
            return reading.Snapshot;
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException)
        {
            // What was packed cannot be unpacked.
            Unreadable(log, import.ListKey, "damaged", files[0].Name, 0);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored list {List} cannot be read: {Code} in {File}, line {Line}")]
    private static partial void Unreadable(ILogger log, string list, string code, string file, long line);
}
