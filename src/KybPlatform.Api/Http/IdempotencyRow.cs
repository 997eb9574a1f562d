using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Http;

/// <summary>How a kept answer is protected.</summary>
public enum AnswerProtection
{
    /// <summary>Nothing classified in it.</summary>
    Plain,

    /// <summary>Under the keys of the subjects it tells about.</summary>
    Subjects,

    /// <summary>It holds a secret: under a key that only the caller's own token yields.</summary>
    Token,
}

/// <summary>The first answer to a request with an idempotency key, committed with the request's effect.</summary>
public sealed class IdempotencyRow : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 over method, path and content: another one under the same key is refused.</summary>
    public required byte[] Fingerprint { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the effect made, where the answer is still awaited; whoever completes it answers for this.</summary>
    public Guid? Awaits { get; init; }

    /// <summary>With which status the awaited answer will be given.</summary>
    public int? AwaitedStatus { get; init; }

    /// <summary>Null while the answer is awaited.</summary>
    public int? Status { get; init; }

    public string? ContentType { get; init; }
    public string? Location { get; init; }
    public string? ETag { get; init; }
    public AnswerProtection Protection { get; init; }
    public Guid[] Subjects { get; init; } = [];
    public byte[]? Body { get; init; }
}

internal sealed class IdempotencyRowConfiguration : IEntityTypeConfiguration<IdempotencyRow>
{
    public const string PrimaryKey = "pk_idempotency_keys";

    public void Configure(EntityTypeBuilder<IdempotencyRow> row)
    {
        row.ToTable("idempotency_keys");
        row.HasKey(r => new { r.TenantId, r.Key }).HasName(PrimaryKey);
        row.HasIndex(r => new { r.TenantId, r.CreatedAt });
        row.HasIndex(r => new { r.TenantId, r.Awaits }).HasFilter("awaits IS NOT NULL");
        row.Property(r => r.ETag).HasColumnName("etag");
    }
}
