using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Api.Screening.Monitoring;

/// <summary>
/// What a change of a list brings to a sweep: an index of the entries that came or changed, and the keys of those that changed or went. Where it is not known
/// what parties were held against before, the whole list came, and everything that was found in it before may be gone.
/// </summary>
internal sealed record ListDelta(ScreeningIndex Arrived, int ArrivedCount, int DepartedCount, IReadOnlySet<string>? Touched, string ListKey, string ToSnapshot, string? FromSnapshot)
{
    /// <summary>The lists inside <see cref="Arrived"/> that are meant; null for all.</summary>
    public IReadOnlyList<string>? Search { get; init; }

    /// <summary>Everything that a list says now.</summary>
    public static ListDelta Whole(LoadedLists loaded, LoadedList list) =>
        new(loaded.Index, list.Snapshot.Entities.Length, 0, null, list.Snapshot.ListKey, $"sha256:{list.Snapshot.Sha256}", null) { Search = [list.Snapshot.ListKey] };

    public static ListDelta Between(ListSnapshot? before, ListSnapshot after)
    {
        var delta = SnapshotDelta.Between(before, after);
        var arrived = delta.Added.AddRange(delta.Changed.Select(c => c.After));
        var touched = before is null ? null : delta.Removed.Select(e => e.Key).Concat(delta.Changed.Select(c => c.Before.Key)).ToHashSet(StringComparer.Ordinal);
        return new ListDelta(
            ScreeningIndex.Build([after with { Entities = arrived }]), arrived.Length, delta.Removed.Length, touched, after.ListKey, $"sha256:{after.Sha256}", before is null ? null : $"sha256:{before.Sha256}");
    }
}

/// <summary>The deltas that sweeps are at: the same for every tenant, so each is worked out once.</summary>
internal sealed class ListDeltas(ScreeningLists lists)
{
    private const int MostHeld = 4;
    private readonly LinkedList<((Guid? From, Guid To) Change, Task<ListDelta?> Delta)> _held = new();

    /// <param name="from">The import that parties were held against before; null, or one whose files are gone, for none.</param>
    /// <returns>Null where the list in use is another import by now.</returns>
    public Task<ListDelta?> FindAsync(string key, Guid? from, Guid to, CancellationToken ct)
    {
        lock (_held)
        {
            var known = _held.FirstOrDefault(h => h.Change == (from, to));
            if (known.Delta is not null) _held.Remove(known);
            // What went wrong, or came too late, is worked out again. The one that nobody asked for the longest makes room.
            if (known.Delta is null or { IsFaulted: true } or { IsCanceled: true } or { IsCompletedSuccessfully: true, Result: null }) known = ((from, to), MakeAsync(key, from, to));
            _held.AddFirst(known);
            if (_held.Count > MostHeld) _held.RemoveLast();
            return known.Delta.WaitAsync(ct);
        }
    }

    private async Task<ListDelta?> MakeAsync(string key, Guid? from, Guid to)
    {
        await lists.RefreshAsync(CancellationToken.None);
        if (lists.Current!.Official.GetValueOrDefault(key) is not { } list || list.Id != to) return null;
        var before = from is { } import ? await lists.ReadImportAsync(import, CancellationToken.None) : null;
        return ListDelta.Between(before, list.Snapshot);
    }
}
