using KybPlatform.Api.Documents.Contracts;

namespace KybPlatform.Api.Documents;

/// <summary>A document on the wire, without its content.</summary>
/// <param name="Size">Bytes of the file as it came.</param>
/// <param name="Sha256">Of the file as it came, in hex.</param>
/// <param name="State"><c>ready</c>, or why its content cannot be had: <c>pending</c>, <c>harmful</c>, <c>unreadable</c>.</param>
/// <param name="Rendition">What is downloaded in the file's place: a picture that was drawn anew. Null where the file comes back as it came.</param>
/// <param name="ContentType">By the content's own first bytes.</param>
/// <param name="DeclaredContentType">What the sender called it, where that is not what it is.</param>
/// <param name="FileName">As sent; null where none was, or the document is erased.</param>
public sealed record DocumentResource(
    DocumentId Id, string? Type, string ContentType, string? DeclaredContentType, long Size, string Sha256, DocumentState State, DocumentRendition? Rendition, string? FileName, DateTimeOffset CreatedAt, string CreatedBy)
{
    internal static DocumentResource From(Document document, string? fileName) => new(
        document.Id, document.Type, document.ContentType, document.DeclaredContentType, document.Size, Convert.ToHexStringLower(document.Sha256), document.State,
        document is { RenditionSize: { } size, RenditionSha256: { } hash } ? new DocumentRendition(size, Convert.ToHexStringLower(hash)) : null, fileName,
        document.CreatedAt, document.CreatedBy);
}

/// <summary>A picture that is shown in place of an uploaded one: upright, and without what the file said beside it.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">In hex.</param>
public sealed record DocumentRendition(long Size, string Sha256);
