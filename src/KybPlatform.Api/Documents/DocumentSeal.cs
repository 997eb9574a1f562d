using System.Text;
using KybPlatform.Api.Privacy;

namespace KybPlatform.Api.Documents;

/// <summary>What of a document is sealed under its subject key.</summary>
internal static class DocumentSeal
{
    private const string KeyPurpose = "document.key";
    private const string NamePurpose = "document.file_name";

    public static byte[] Key(SubjectRing ring, Guid document, byte[] key) => ring.Seal(document, key, KeyPurpose);

    public static byte[] FileName(SubjectRing ring, Guid document, string name) => ring.Seal(document, Encoding.UTF8.GetBytes(name), NamePurpose);

    /// <summary>Null where the document is erased.</summary>
    public static byte[]? KeyOf(SubjectRing ring, Document document) => ring.Open(document.Id.Value, document.WrappedKey, KeyPurpose);

    /// <summary>Null where the document is erased or never had a name.</summary>
    public static string? FileNameOf(SubjectRing ring, Document document) =>
        document.FileName is { } name && ring.Open(document.Id.Value, name, NamePurpose) is { } plain ? Encoding.UTF8.GetString(plain) : null;
}
