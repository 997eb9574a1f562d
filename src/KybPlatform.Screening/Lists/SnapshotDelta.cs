using System.Collections.Immutable;

namespace KybPlatform.Screening.Lists;

/// <summary>A party present in both issues whose content differs.</summary>
public sealed record ChangedEntity(ListEntity Before, ListEntity After);

/// <summary>
/// What a new issue of a list brings: parties that came, went or changed by content hash. Sorted by id. A schema change counts as changed, so
/// that no kind of party is ever skipped by whoever screens the delta.
/// </summary>
public sealed record SnapshotDelta(
    ImmutableArray<ListEntity> Added,
    ImmutableArray<ListEntity> Removed,
    ImmutableArray<ChangedEntity> Changed)
{
    /// <summary>True when nothing that is screened differs.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty;

    /// <summary>Compares two issues of the same list. Null before means first import: everything is added.</summary>
    public static SnapshotDelta Between(ListSnapshot? before, ListSnapshot after)
    {
        if (before is not null && before.ListKey != after.ListKey)
            throw new ArgumentException($"A delta needs two issues of one list, not {before.ListKey} and {after.ListKey}.", nameof(after));

        var old = (before?.Entities ?? []).ToDictionary(e => e.Id, StringComparer.Ordinal);
        var added = ImmutableArray.CreateBuilder<ListEntity>();
        var changed = ImmutableArray.CreateBuilder<ChangedEntity>();
        foreach (var entity in after.Entities)
        {
            if (!old.Remove(entity.Id, out var previous))
                added.Add(entity);
            else if (ContentHash.Of(previous) != ContentHash.Of(entity))
                changed.Add(new ChangedEntity(previous, entity));
        }
        var removed = old.Values.OrderBy(e => e.Id, StringComparer.Ordinal);
        return new SnapshotDelta(added.ToImmutable(), [.. removed], changed.ToImmutable());
    }
}
