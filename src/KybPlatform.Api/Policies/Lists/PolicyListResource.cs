using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>One state of a list.</summary>
public sealed record PolicyListSnapshotResource(int Number, string Hash, string Mode, int Added, int Removed, int EntryCount, DateTimeOffset ImportedAt, string ImportedBy)
{
    internal static PolicyListSnapshotResource From(PolicyListSnapshot snapshot) => new(
        snapshot.Number, snapshot.Hash, SnakeCase.Of(snapshot.Mode), snapshot.Added, snapshot.Removed, snapshot.EntryCount, snapshot.ImportedAt, snapshot.ImportedBy);
}

/// <summary>A list of the tenant. Its entries are never shown. <paramref name="Snapshots"/>: the newest twenty; left out where lists are listed.</summary>
public sealed record PolicyListResource(
    string Id, string Key, string Title, string EntryKind, int Snapshot, string Hash, int EntryCount, DateTimeOffset CreatedAt, DateTimeOffset? ImportedAt,
    IReadOnlyList<PolicyListSnapshotResource>? Snapshots)
{
    internal static PolicyListResource From(PolicyList list, IEnumerable<PolicyListSnapshot>? snapshots = null) => new(
        list.Id.ToString(), list.Key, list.Title, SnakeCase.Of(list.Kind), list.Snapshot, list.Hash, list.EntryCount, list.CreatedAt, list.ImportedAt,
        snapshots is null ? null : [.. snapshots.Select(PolicyListSnapshotResource.From)]);
}
