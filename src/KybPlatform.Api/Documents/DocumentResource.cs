using KybPlatform.Api.Documents.Contracts;

namespace KybPlatform.Api.Documents;

/// <summary>A document on the wire, without its content.</summary>
/// <param name="ContentType">By the content's own first bytes.</param>
/// <param name="DeclaredContentType">What the sender called it, where that is not what it is.</param>
/// <param name="FileName">As sent; null where none was, or the document is erased.</param>
public sealed record DocumentResource(
    DocumentId Id, string? Type, string ContentType, string? DeclaredContentType, long Size, string Sha256, string? FileName, DateTimeOffset CreatedAt, string CreatedBy)
{
    internal static DocumentResource From(Document document, string? fileName) => new(
        document.Id, document.Type, document.ContentType, document.DeclaredContentType, document.Size, Convert.ToHexStringLower(document.Sha256), fileName,
        document.CreatedAt, document.CreatedBy);
}
