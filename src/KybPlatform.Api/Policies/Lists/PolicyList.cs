using KybPlatform.Api.Persistence;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>Names one list of a tenant.</summary>
public readonly record struct PolicyListId(Guid Value) : IPublicId<PolicyListId>
{
    public static string Prefix => "lst";
    public static PolicyListId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>How an import changes a list.</summary>
public enum ListImportMode
{
    Replace,
    Add,
    Remove,
}

/// <summary>
/// A tenant's own block or allow list. Entries may be about people, so only their keyed hashes are kept: a list can be asked whether it has a value,
/// and never shows one.
/// </summary>
public sealed class PolicyList : ITenantOwned, IVersioned
{
    public const string NothingHash = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public required TenantId TenantId { get; init; }
    public required PolicyListId Id { get; init; }

    /// <summary>What expressions call it by.</summary>
    public required string Key { get; init; }

    public required string Title { get; init; }

    /// <summary>What counts as the same entry. Never changes: the hashes are made of it.</summary>
    public required ListEntryKind Kind { get; init; }

    /// <summary>Number of the snapshot in use; 0 before the first import.</summary>
    public int Snapshot { get; private set; }

    /// <summary>Of the snapshot in use. A replacement's is over its sorted entry hashes; an addition's or removal's over the former hash and what changed.</summary>
    public string Hash { get; private set; } = NothingHash;

    public int EntryCount { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ImportedAt { get; private set; }
    public int Version { get; set; }

    /// <summary>Puts the next snapshot in use.</summary>
    public PolicyListSnapshot Import(ListImportMode mode, string hash, int given, int known, string by, DateTimeOffset now)
    {
        var (added, removed) = mode switch
        {
            ListImportMode.Replace => (given - known, EntryCount - known),
            ListImportMode.Add => (given - known, 0),
            ListImportMode.Remove => (0, known),
        };
        Snapshot++;
        Hash = hash;
        EntryCount += added - removed;
        ImportedAt = now;
        return new PolicyListSnapshot
        {
            TenantId = TenantId,
            ListId = Id,
            Number = Snapshot,
            Hash = hash,
            Mode = mode,
            Added = added,
            Removed = removed,
            EntryCount = EntryCount,
            ImportedAt = now,
            ImportedBy = by,
        };
    }
}

/// <summary>One state of a list, as evaluations name it.</summary>
public sealed class PolicyListSnapshot : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required PolicyListId ListId { get; init; }
    public required int Number { get; init; }
    public required string Hash { get; init; }
    public required ListImportMode Mode { get; init; }
    public required int Added { get; init; }
    public required int Removed { get; init; }
    public required int EntryCount { get; init; }
    public required DateTimeOffset ImportedAt { get; init; }
    public required string ImportedBy { get; init; }
}

/// <summary>An entry, and in which snapshots it is: from <see cref="AddedIn"/> until before <see cref="RemovedIn"/>, which is null while it lasts.</summary>
public sealed class PolicyListEntry : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required PolicyListId ListId { get; init; }

    /// <summary>The keyed hash of the normalised value, 16 bytes.</summary>
    public required byte[] Entry { get; init; }

    public required int AddedIn { get; init; }
    public int? RemovedIn { get; init; }
}

internal sealed class PolicyListConfiguration : IEntityTypeConfiguration<PolicyList>
{
    public const string UniqueKey = "ix_policy_lists_tenant_id_key";

    public void Configure(EntityTypeBuilder<PolicyList> list)
    {
        list.ToTable("policy_lists");
        list.HasKey(l => new { l.TenantId, l.Id });
        list.HasIndex(l => new { l.TenantId, l.Key }).IsUnique().HasDatabaseName(UniqueKey);
    }
}

internal sealed class PolicyListSnapshotConfiguration : IEntityTypeConfiguration<PolicyListSnapshot>
{
    public void Configure(EntityTypeBuilder<PolicyListSnapshot> snapshot)
    {
        snapshot.ToTable("policy_list_snapshots");
        snapshot.HasKey(s => new { s.TenantId, s.ListId, s.Number });
        snapshot.HasOne<PolicyList>().WithMany().HasForeignKey(s => new { s.TenantId, s.ListId }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PolicyListEntryConfiguration : IEntityTypeConfiguration<PolicyListEntry>
{
    public void Configure(EntityTypeBuilder<PolicyListEntry> entry)
    {
        entry.ToTable("policy_list_entries");
        entry.HasKey(e => new { e.TenantId, e.ListId, e.Entry, e.AddedIn });
        entry.HasIndex(e => new { e.TenantId, e.ListId, e.RemovedIn }).HasFilter("removed_in IS NOT NULL");
        entry.HasOne<PolicyList>().WithMany().HasForeignKey(e => new { e.TenantId, e.ListId }).OnDelete(DeleteBehavior.Cascade);
    }
}
