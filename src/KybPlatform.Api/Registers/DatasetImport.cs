using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Registers;

/// <summary>Names one import of a dataset.</summary>
public readonly record struct DatasetImportId(Guid Value) : IPublicId<DatasetImportId>
{
    public static string Prefix => "dsi";
    public static DatasetImportId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Where an import stands. Only a <c>ready</c> one is looked into.</summary>
public enum DatasetImportState { Open, Importing, Ready, Failed }

/// <summary>
/// One issue of a register's dataset. Its records arrive in batches, each committed with how far the import has come, so that an interrupted one goes on where
/// it stopped when the same content is sent again. The newest ready issue of a key that is complete is the one in use.
/// </summary>
[GlobalTable("public registers, the same for every tenant; they hold nothing of any tenant")]
public sealed class DatasetImport
{
    /// <summary>Ordered by time.</summary>
    public required DatasetImportId Id { get; init; }

    public required string DatasetKey { get; init; }
    public required string Format { get; init; }
    public required string Publisher { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The operator's word that this is all that the publisher has.</summary>
    public required bool Complete { get; init; }

    /// <summary>Older than this, it says nothing any more.</summary>
    public required int MaxAgeDays { get; init; }

    /// <summary>Where a generic file has what, JSON; null for formats that are known.</summary>
    public string? Mapping { get; init; }

    /// <summary>Schemes under which its records can be found.</summary>
    public required string[] Schemes { get; init; }

    /// <summary>Schemes of which a complete issue has every number: not to be in it means not to be registered.</summary>
    public required string[] Exhaustive { get; init; }

    public required DatasetImportState State { get; init; }
    public long Records { get; init; }

    /// <summary>Entries without a usable number or name.</summary>
    public long Skipped { get; init; }

    /// <summary>Bytes of the content, as it was sent, that were read.</summary>
    public long Bytes { get; init; }

    /// <summary>Over all records up to <see cref="Records"/>: what is sent to resume must be the same content.</summary>
    public byte[]? Chain { get; init; }

    /// <summary>Why it failed, or what was odd.</summary>
    public string? Note { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public DateTimeOffset? ReadyAt { get; init; }
}

/// <summary>One entity of an issue.</summary>
[GlobalTable("entries of public registers; they hold nothing of any tenant")]
public sealed class DatasetRecord
{
    public required DatasetImportId ImportId { get; init; }
    public required long Number { get; init; }

    /// <summary>A <see cref="Contracts.RegisterRecord"/> as UTF-8 JSON.</summary>
    public required byte[] Content { get; init; }
}

/// <summary>Finds an entity by one of its numbers.</summary>
[GlobalTable("numbers of public registers; they hold nothing of any tenant")]
public sealed class DatasetNumber
{
    public required DatasetImportId ImportId { get; init; }
    public required string Scheme { get; init; }
    public required string Value { get; init; }
    public required long RecordNumber { get; init; }
}

internal sealed class DatasetImportConfiguration : IEntityTypeConfiguration<DatasetImport>
{
    public void Configure(EntityTypeBuilder<DatasetImport> import)
    {
        import.ToTable("dataset_imports");
        import.HasKey(i => i.Id);
        import.Property(i => i.Id).ValueGeneratedNever();
        import.HasIndex(i => new { i.DatasetKey, i.Id });
    }
}

internal sealed class DatasetRecordConfiguration : IEntityTypeConfiguration<DatasetRecord>
{
    public void Configure(EntityTypeBuilder<DatasetRecord> record)
    {
        record.ToTable("dataset_records");
        record.HasKey(r => new { r.ImportId, r.Number });
        record.HasOne<DatasetImport>().WithMany().HasForeignKey(r => r.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DatasetNumberConfiguration : IEntityTypeConfiguration<DatasetNumber>
{
    public void Configure(EntityTypeBuilder<DatasetNumber> number)
    {
        number.ToTable("dataset_numbers");
        number.HasKey(n => new { n.ImportId, n.Scheme, n.Value, n.RecordNumber });
        number.HasOne<DatasetImport>().WithMany().HasForeignKey(n => n.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
