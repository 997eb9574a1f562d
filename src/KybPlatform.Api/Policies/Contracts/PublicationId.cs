using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Policies.Contracts;

/// <summary>Names one publication of a policy version.</summary>
public readonly record struct PublicationId(Guid Value) : IPublicId<PublicationId>
{
    public static string Prefix => "pub";
    public static PublicationId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
