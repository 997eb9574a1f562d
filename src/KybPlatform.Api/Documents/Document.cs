using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Documents;

/// <summary>
/// One uploaded file. The content lies in the store, under a key of its own that is kept here, sealed under the document's subject
/// key: destroying that one erases content and file name, wherever copies of the file may be.
/// </summary>
public sealed class Document : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required DocumentId Id { get; init; }

    /// <summary>What the sender says that it is; null where nothing was said.</summary>
    public string? Type { get; init; }

    /// <summary>By the content's first bytes.</summary>
    public required string ContentType { get; init; }

    /// <summary>What the sender called the content; null where it agrees with what it is.</summary>
    public string? DeclaredContentType { get; init; }

    public required long Size { get; init; }
    public required byte[] Sha256 { get; init; }

    /// <summary>The content's random name in the store.</summary>
    public required string StoredAs { get; init; }

    public required byte[] WrappedKey { get; init; }

    /// <summary>Sealed; null where the sender gave none.</summary>
    public byte[]? FileName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
}

internal sealed class DocumentConfiguration : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> document)
    {
        document.ToTable("documents");
        document.HasKey(d => new { d.TenantId, d.Id });
        document.HasIndex(d => new { d.TenantId, d.StoredAs }).IsUnique();
    }
}
