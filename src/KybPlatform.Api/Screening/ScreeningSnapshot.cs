using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Screening;

/// <summary>One issue of an official list as it was imported. The newest of a list is the one in use.</summary>
[GlobalTable("public lists, the same for every tenant; they hold nothing of any tenant")]
public sealed class ScreeningSnapshot
{
    /// <summary>Ordered by time of import.</summary>
    public required Guid Id { get; init; }

    public required string ListKey { get; init; }
    public required string Publisher { get; init; }

    /// <summary>Over the source files, in hex.</summary>
    public required string Sha256 { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }
    public required bool Complete { get; init; }
    public required int EntityCount { get; init; }
    public required int WarningCount { get; init; }
    public required DateTimeOffset ImportedAt { get; init; }
    public required string ImportedBy { get; init; }
}

/// <summary>A source file of an issue, compressed: from it every process builds the same index. Kept for the issue in use and the one before.</summary>
[GlobalTable("source files of public lists; they hold nothing of any tenant")]
public sealed class ScreeningFile
{
    public required Guid SnapshotId { get; init; }
    public required int Number { get; init; }
    public required string Name { get; init; }

    /// <summary>Brotli.</summary>
    public required byte[] Content { get; init; }
}

internal sealed class ScreeningSnapshotConfiguration : IEntityTypeConfiguration<ScreeningSnapshot>
{
    public void Configure(EntityTypeBuilder<ScreeningSnapshot> snapshot)
    {
        snapshot.ToTable("screening_snapshots");
        snapshot.HasKey(s => s.Id);
        snapshot.Property(s => s.Id).ValueGeneratedNever();
        snapshot.HasIndex(s => new { s.ListKey, s.Id });
    }
}

internal sealed class ScreeningFileConfiguration : IEntityTypeConfiguration<ScreeningFile>
{
    public void Configure(EntityTypeBuilder<ScreeningFile> file)
    {
        file.ToTable("screening_files");
        file.HasKey(f => new { f.SnapshotId, f.Number });
        file.HasOne<ScreeningSnapshot>().WithMany().HasForeignKey(f => f.SnapshotId).OnDelete(DeleteBehavior.Cascade);
    }
}
