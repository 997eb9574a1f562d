using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Api.Screening;

/// <summary>A list of an import, ready to be searched.</summary>
/// <param name="CheckedAt">When its publisher last offered this very issue; null where nobody looked.</param>
internal sealed record LoadedList(Guid Id, ListSnapshot Snapshot, DateTimeOffset ImportedAt, string ImportedBy, DateTimeOffset? CheckedAt = null);

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

    private LoadedLists(IReadOnlyDictionary<string, LoadedList> official, ScreeningIndex index) => (Official, Index) = (official, index);

    public ScreeningIndex Index { get; }

    /// <summary>By list key.</summary>
    public IReadOnlyDictionary<string, LoadedList> Official { get; }

    public static LoadedLists Of(IEnumerable<LoadedList> loaded)
    {
        var official = loaded.ToDictionary(l => l.Snapshot.ListKey, StringComparer.Ordinal);
        var snapshots = official.Values.Select(l => l.Snapshot);
        return new LoadedLists(official, ScreeningIndex.Build(ListFormats.Keys.All(official.ContainsKey) ? snapshots : snapshots.Append(Sample)));
    }

    /// <summary>Whether these are the imports that are in use.</summary>
    public bool AreFrom(IReadOnlyDictionary<Guid, DateTimeOffset?> imports) => imports.Count == Official.Count && Official.Values.All(l => imports.ContainsKey(l.Id));

    /// <summary>The same lists with the newest looks at their publishers; the index stays.</summary>
    public LoadedLists Checked(IReadOnlyDictionary<Guid, DateTimeOffset?> imports) => Official.Values.All(l => l.CheckedAt == imports[l.Id])
        ? this : new LoadedLists(Official.ToDictionary(l => l.Key, l => l.Value with { CheckedAt = imports[l.Value.Id] }, StringComparer.Ordinal), Index);

    /// <param name="wanted">Empty for everything official; the sample where there is nothing official.</param>
    public ListChoice Choose(IReadOnlyList<string> wanted)
    {
        var keys = wanted.Count > 0 ? wanted : Official.Count > 0 ? [.. Official.Keys.Order(StringComparer.Ordinal)] : [ListKeys.Sample];
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
