using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Backtests.Contracts;

/// <summary>Names one shadow evaluation.</summary>
public readonly record struct ShadowId(Guid Value) : IPublicId<ShadowId>
{
    public static string Prefix => "shd";
    public static ShadowId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
