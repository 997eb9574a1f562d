using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Decisions.Contracts;

/// <summary>Names one decision.</summary>
public readonly record struct DecisionId(Guid Value) : IPublicId<DecisionId>
{
    public static string Prefix => "dec";
    public static DecisionId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
