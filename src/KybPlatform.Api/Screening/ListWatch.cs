using KybPlatform.Api.Jobs;

namespace KybPlatform.Api.Screening;

/// <summary>
/// Lists in use that nobody has refreshed, or found to be the newest, for a week: policies that ask for them soon get no answer. And lists whose newest issue cannot be
/// read: policies that ask for them get none now.
/// </summary>
internal sealed class ListWatch(ScreeningLists lists) : IPlatformWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    public Task<IReadOnlyList<Sighting>> LookAsync(DateTimeOffset now, CancellationToken ct) => Task.FromResult<IReadOnlyList<Sighting>>(
    [
        .. from list in lists.Current?.Official.Values ?? []
           let published = list.Snapshot.PublishedAt ?? list.ImportedAt
           let newest = list.CheckedAt > published ? list.CheckedAt.Value : published
           where newest + Patience < now
           select new Sighting("list_old", list.Snapshot.ListKey, 1, newest + Patience),
        .. from list in lists.Current?.Unreadable.Values ?? []
           select new Sighting("list_unreadable", list.Key, list.Tries, list.Since),
    ]);
}
