using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Api.Screening;

/// <summary>A list of an import, ready to be searched.</summary>
/// <param name="CheckedAt">When its publisher last offered this very issue; null where nobody looked.</param>
internal sealed record LoadedList(Guid Id, ListSnapshot Snapshot, DateTimeOffset ImportedAt, string ImportedBy, DateTimeOffset? CheckedAt = null);

/// <summary>An issue that was accepted at import and cannot be read now: its list is missing, and is tried again ever more seldom.</summary>
/// <param name="Since">When it could not be read for the first time.</param>
internal sealed record UnreadableList(Guid Id, string Key, DateTimeOffset Since, int Tries)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private const int MostDoublings = 6;

    public required DateTimeOffset NextTry { get; init; }

    /// <summary>From one try to the next.</summary>
    public TimeSpan Pause => FirstPause * Math.Pow(2, Math.Min(MostDoublings, Tries - 1));

    public static UnreadableList After(UnreadableList? former, Guid id, string key, DateTimeOffset now)
    {
        var tries = (former?.Tries ?? 0) + 1;
        var next = new UnreadableList(id, key, former?.Since ?? now, tries) { NextTry = now };
        return next with { NextTry = now + next.Pause };
    }
}

/// <summary>What a search goes through, and what it stands for.</summary>
/// <param name="Search">Keys inside the index.</param>
internal sealed record ListChoice(IReadOnlyList<string> Search, IReadOnlyList<SearchedList> Lists, IReadOnlyList<string> Missing)
{
    public string DataVersion { get; } = string.Join(' ', Lists.Select(l => $"{l.Key}={l.Snapshot[..Math.Min(23, l.Snapshot.Length)]}").Concat(Missing.Select(m => $"{m}=none")));
}

/// <summary>
/// The lists of this process at one moment, immutable: a refresh makes a new one. Where a list that we can read was never imported, the
/// shipped sample stands in for it, and says so.
/// </summary>
internal sealed class LoadedLists
{
    private static readonly ListSnapshot Sample = SampleList.Read();

    private LoadedLists(IReadOnlyDictionary<string, LoadedList> official, IReadOnlyDictionary<string, UnreadableList> unreadable, ScreeningIndex index) =>
        (Official, Unreadable, Index) = (official, unreadable, index);

    public ScreeningIndex Index { get; }

    /// <summary>By list key.</summary>
    public IReadOnlyDictionary<string, LoadedList> Official { get; }

    /// <summary>Lists whose newest issue cannot be read, by key: none of them is searched.</summary>
    public IReadOnlyDictionary<string, UnreadableList> Unreadable { get; }

    /// <param name="former">What was searched so far; its index stays where it holds the same issues.</param>
    public static LoadedLists Of(IReadOnlyCollection<LoadedList> loaded, IEnumerable<UnreadableList> broken, LoadedLists? former)
    {
        var unreadable = broken.ToDictionary(l => l.Key, StringComparer.Ordinal);
        var official = loaded.ToDictionary(l => l.Snapshot.ListKey, StringComparer.Ordinal);
        var snapshots = official.Values.Select(l => l.Snapshot);
        if (former is not null && former.Official.Count == official.Count && official.Values.All(l => former.Official.GetValueOrDefault(l.Snapshot.ListKey)?.Id == l.Id))
            return new LoadedLists(official, unreadable, former.Index);
        return new LoadedLists(official, unreadable, ScreeningIndex.Build(ListFormats.Keys.All(official.ContainsKey) ? snapshots : snapshots.Append(Sample)));
    }

    /// <summary>Whether these are the imports that are in use, and none of them is to be tried again.</summary>
    public bool AreFrom(IReadOnlyDictionary<Guid, DateTimeOffset?> imports, DateTimeOffset now) =>
        imports.Count == Official.Count + Unreadable.Count && Official.Values.All(l => imports.ContainsKey(l.Id)) && Unreadable.Values.All(l => imports.ContainsKey(l.Id) && l.NextTry > now);

    /// <summary>The newest import of a list that is known here, whether it can be read or not; empty for none.</summary>
    public Guid NewestOf(string key) => Official.TryGetValue(key, out var list) ? list.Id : Unreadable.TryGetValue(key, out var broken) ? broken.Id : Guid.Empty;

    /// <summary>After how long to look again whether those of these lists can be read that cannot be now; null where all can.</summary>
    public TimeSpan? PauseOf(IReadOnlyCollection<string> keys) => Unreadable.Values.Where(l => keys.Contains(l.Key)).Select(l => (TimeSpan?)l.Pause).Min();

    /// <summary>The same lists with the newest looks at their publishers; the index stays.</summary>
    public LoadedLists Checked(IReadOnlyDictionary<Guid, DateTimeOffset?> imports) => Official.Values.All(l => l.CheckedAt == imports[l.Id])
        ? this : new LoadedLists(Official.ToDictionary(l => l.Key, l => l.Value with { CheckedAt = imports[l.Value.Id] }, StringComparer.Ordinal), Unreadable, Index);

    /// <param name="wanted">Empty for everything official, what cannot be read included; the sample where there is nothing official.</param>
    public ListChoice Choose(IReadOnlyList<string> wanted)
    {
        var keys = wanted.Count > 0 ? wanted : Official.Count + Unreadable.Count > 0 ? [.. Official.Keys, .. Unreadable.Keys] : [ListKeys.Sample];
        var search = new SortedSet<string>(StringComparer.Ordinal);
        var lists = new List<SearchedList>();
        var missing = new List<string>();
        foreach (var key in keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (Stands(key) is not { } snapshot)
            {
                missing.Add(key);
                continue;
            }
            search.Add(snapshot.ListKey);
            lists.Add(new SearchedList(key, $"sha256:{snapshot.Sha256}", snapshot.PublishedAt, snapshot.IsComplete, snapshot.IsSample, Official.GetValueOrDefault(key)?.CheckedAt));
        }
        return new ListChoice([.. search], lists, missing);
    }

    /// <summary>The issue that stands for a key; null where there is none and no sample for it either.</summary>
    public ListSnapshot? Stands(string key) =>
        Official.TryGetValue(key, out var list) ? list.Snapshot : (key == ListKeys.Sample || ListFormats.Keys.Contains(key)) && Index.Snapshots.Contains(Sample) ? Sample : null;
}
