using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Screening.Refresh;

/// <summary>How the looks at a list's publisher went.</summary>
[GlobalTable("when which public list was looked for; it holds nothing of any tenant")]
public sealed class ScreeningSource
{
    public required string ListKey { get; init; }

    /// <summary>When one of the workers looks next.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>When the publisher last offered the issue <see cref="SnapshotId"/>.</summary>
    public DateTimeOffset? CheckedAt { get; set; }

    public Guid? SnapshotId { get; set; }

    /// <summary>The publisher's mark of what it offered then.</summary>
    public string? ETag { get; set; }

    /// <summary>How many looks in a row failed, and why the last one did.</summary>
    public required int Failures { get; set; }

    public string? Fault { get; set; }
}

internal sealed class ScreeningSourceConfiguration : IEntityTypeConfiguration<ScreeningSource>
{
    public void Configure(EntityTypeBuilder<ScreeningSource> source)
    {
        source.ToTable("screening_sources");
        source.HasKey(s => s.ListKey);
        source.Property(s => s.ETag).HasColumnName("etag");
    }
}
