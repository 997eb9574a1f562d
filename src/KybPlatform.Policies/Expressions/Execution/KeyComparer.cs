namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>Equality of map keys: numbers by value across int, uint and double, all else by kind and value.</summary>
internal sealed class KeyComparer : IEqualityComparer<CelValue>
{
    public static readonly KeyComparer Instance = new();

    public bool Equals(CelValue? left, CelValue? right) => (left, right) switch
    {
        (CelString a, CelString b) => a.Value == b.Value,
        (CelBool a, CelBool b) => a.Value == b.Value,
        (CelInt a, CelInt b) => a.Value == b.Value,
        (not null, not null) => Numbers.Compare(left, right) == 0,
        _ => false,
    };

    public int GetHashCode(CelValue key) => key switch
    {
        CelString s => s.Value.GetHashCode(StringComparison.Ordinal),
        CelBool b => b.Value ? 1 : 2,
        CelInt i => i.Value.GetHashCode(),
        CelUint u => unchecked((long)u.Value).GetHashCode(),
        CelDouble { Value: >= -9.2e18 and < 9.2e18 } d => ((long)d.Value).GetHashCode(),
        CelDouble { Value: > 0 and < 1.8e19 } d => unchecked((long)(ulong)d.Value).GetHashCode(),
        _ => 0,
    };
}
