using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Documents.Contracts;

/// <summary>Names one uploaded document.</summary>
public readonly record struct DocumentId(Guid Value) : IPublicId<DocumentId>
{
    public static string Prefix => "doc";
    public static DocumentId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
