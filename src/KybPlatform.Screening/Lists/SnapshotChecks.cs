using System.Collections.Immutable;

namespace KybPlatform.Screening.Lists;

/// <summary>What every list must satisfy after it was parsed, whatever its format.</summary>
internal static class SnapshotChecks
{
    public static ImmutableArray<ListEntity> Sorted(IReadOnlyCollection<ListEntity> entities, ListReadOptions options, string file)
    {
        if (entities.Count == 0)
            throw new ListBrokenException("empty_list", "The file holds no entries.", file);
        if (options.PreviousEntityCount is { } previous && entities.Count < previous * (1 - ListReadOptions.LargestShrink))
            throw new ListBrokenException("shrunk", $"The file holds {entities.Count} entries where the issue in use has {previous}: taken as truncated.", file);

        var sorted = entities.OrderBy(e => e.Id, StringComparer.Ordinal).ToImmutableArray();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Id == sorted[i - 1].Id)
                throw new ListBrokenException("duplicate_id", $"Entry {sorted[i].Id} comes twice.", file);
        }
        return sorted;
    }
}
