using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Screening.Monitoring;
using KybPlatform.Screening.Lists;
using Npgsql;

namespace KybPlatform.Api.Screening;

/// <summary>Takes the files of an issue into use: whole, or not at all while the former issue stays in use.</summary>
internal sealed class ListAdoption(ScreeningLists lists, ITenantClock tenants, Signals signals)
{
    // What is older than the issue before the new one is no way back any more.
    private const string ForgetOlder = """
        DELETE FROM screening_files WHERE snapshot_id IN (SELECT id FROM screening_snapshots WHERE list_key = $1 ORDER BY id DESC OFFSET 2)
        """;

    /// <summary>Reads the files against the issue in use. Nothing is stored.</summary>
    public async Task<Result<ListSnapshot>> ReadAsync(string key, IReadOnlyList<PackedFile> files, DateTimeOffset? publishedAt, CancellationToken ct)
    {
        await lists.RefreshAsync(ct);
        var former = lists.Current!.Official.GetValueOrDefault(key);
        var reading = ListFormats.Read(
            key, [.. files.Select(f => new ListFile(f.Name, () => PackedFile.Unpack(f.Packed)))], new ListReadOptions(publishedAt, former?.Snapshot.Entities.Length));
        return reading.Refusal is { } refusal ? ScreeningErrors.ListRefused(refusal) : reading.Snapshot!;
    }

    /// <summary>After the commit: this process searches the new issue, and its workers sweep.</summary>
    public async Task TakeUpAsync()
    {
        await lists.RefreshAsync(CancellationToken.None);
        signals.Jobs.Set();
    }

    /// <summary>Puts the issue into the unit of work; from its commit on it is the list.</summary>
    public async Task<LoadedList> AdoptAsync(PlatformDb db, Actor actor, string? requestId, ListSnapshot snapshot, IReadOnlyList<PackedFile> files, DateTimeOffset now, CancellationToken ct)
    {
        var import = new ScreeningSnapshot
        {
            Id = Uuid7.New(now),
            ListKey = snapshot.ListKey,
            Publisher = snapshot.Publisher,
            Sha256 = snapshot.Sha256,
            PublishedAt = snapshot.PublishedAt is { } at ? Instants.Truncate(at.ToUniversalTime()) : null,
            Complete = snapshot.IsComplete,
            EntityCount = snapshot.Entities.Length,
            WarningCount = snapshot.Warnings.Length,
            ImportedAt = now,
            ImportedBy = actor.ToString(),
        };
        db.Add(import);
        for (var i = 0; i < files.Count; i++)
            db.Add(new ScreeningFile { SnapshotId = import.Id, Number = i, Name = files[i].Name, Content = files[i].Packed });
        var forget = new NpgsqlBatchCommand(ForgetOlder);
        forget.Parameters.Add(new NpgsqlParameter<string> { TypedValue = snapshot.ListKey });
        db.Extra.Add(forget);
        db.Record(actor, now, "screening_list.imported", snapshot.ListKey, details: new { snapshot = $"sha256:{snapshot.Sha256}", entities = import.EntityCount }, requestId: requestId);
        // Whoever was screened before is held against what changed.
        db.EnqueueForAll(SweepParties.Job, import.Id, await tenants.AllAsync(ct), now);
        CatchUp.Announce(db);
        return new LoadedList(import.Id, snapshot, import.ImportedAt, import.ImportedBy);
    }
}
