using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Inquiries.Contracts;

/// <summary>Names one inquiry.</summary>
public readonly record struct InquiryId(Guid Value) : IPublicId<InquiryId>
{
    public static string Prefix => "inq";
    public static InquiryId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
