using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Documents;

/// <summary>
/// Whether a document may be seen. <c>pending</c>: it is still to be scanned or drawn anew; <c>harmful</c>: malware was found, and its content removed; <c>unreadable</c>: a picture that
/// cannot be opened.
/// </summary>
public enum DocumentState { Ready, Pending, Harmful, Unreadable }

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

    /// <summary>Of the file as it came.</summary>
    public required long Size { get; init; }

    /// <summary>Of the file as it came, whatever is kept of it.</summary>
    public required byte[] Sha256 { get; init; }

    public required DocumentState State { get; set; }

    /// <summary>The content's random name in the store.</summary>
    public required string StoredAs { get; set; }

    public required byte[] WrappedKey { get; set; }

    /// <summary>Of the picture that was drawn anew and is kept in the file's place; null where the file is kept as it came.</summary>
    public long? RenditionSize { get; set; }

    public byte[]? RenditionSha256 { get; set; }

    /// <summary>Sealed; null where the sender gave none.</summary>
    public byte[]? FileName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>Keeps this in the file's place.</summary>
    /// <param name="wrappedKey">The rendition's key, sealed.</param>
    internal void Show(Rendition rendition, byte[] wrappedKey) =>
        (StoredAs, WrappedKey, RenditionSize, RenditionSha256) = (rendition.Draft.Name, wrappedKey, rendition.Size, rendition.Sha256);
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
