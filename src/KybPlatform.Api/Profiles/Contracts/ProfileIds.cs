using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Profiles.Contracts;

/// <summary>Names the system-of-record entry of one legal entity.</summary>
public readonly record struct BusinessProfileId(Guid Value) : IPublicId<BusinessProfileId>
{
    public static string Prefix => "biz";
    public static BusinessProfileId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names the system-of-record entry of one person who applies for themselves.</summary>
public readonly record struct IndividualProfileId(Guid Value) : IPublicId<IndividualProfileId>
{
    public static string Prefix => "ind";
    public static IndividualProfileId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names one person associated with a business.</summary>
public readonly record struct PersonId(Guid Value) : IPublicId<PersonId>
{
    public static string Prefix => "per";
    public static PersonId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
