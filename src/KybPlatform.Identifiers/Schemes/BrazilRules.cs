using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Receita Federal's two check digits; a letter counts as its character code less 48, as for digits.</summary>
internal static class BrazilRules
{
    private const string Map = "00987654321";

    public static bool? CnpjHolds(ReadOnlySpan<char> v) =>
        v[12] == Map[Sum(v, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11] && v[13] == Map[Sum(v, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11];

    public static bool? CpfHolds(ReadOnlySpan<char> v) =>
        v[9] == Map[Digits.WeightedSum(v, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11] && v[10] == Map[Digits.WeightedSum(v, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11];

    private static int Sum(ReadOnlySpan<char> v, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (v[i] - '0') * weights[i];
        return sum;
    }
}
