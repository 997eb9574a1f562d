using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Registrations.Contracts;

/// <summary>Names one sender registration.</summary>
public readonly record struct SenderRegistrationId(Guid Value) : IPublicId<SenderRegistrationId>
{
    public static string Prefix => "reg";
    public static SenderRegistrationId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
