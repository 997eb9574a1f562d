using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Backtests.Contracts;

/// <summary>Names one backtest. A shadow evaluation has the same kind of row and an id of its own kind: <see cref="ShadowId"/>.</summary>
public readonly record struct BacktestId(Guid Value) : IPublicId<BacktestId>
{
    public static string Prefix => "bkt";
    public static BacktestId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
