using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>The third digit of a RUC says whose it is: below 6 a person, 6 a public body, 9 a company or foreigner.</summary>
internal static class EcuadorRules
{
    public static bool Province(ReadOnlySpan<char> v) => Digits.Number(v[..2]) is (>= 1 and <= 24) or 30 or 50;

    public static bool RucParts(ReadOnlySpan<char> v) => Province(v) && v[2] is not ('7' or '8') && !Digits.AllZero(v[10..]);

    /// <summary>Some people's card numbers also have 6 as the third digit, so both rules are tried there.</summary>
    public static bool? RucHolds(ReadOnlySpan<char> v) => v[2] switch
    {
        '9' => Digits.WeightedSum(v, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
        '6' => IsPublicBody(v) || IsPerson(v),
        _ => IsPerson(v),
    };

    public static IdentifierHints RucHint(ReadOnlySpan<char> v) => v[2] switch
    {
        '9' => new IdentifierHints(IdentifierKind.Company),
        '6' when IsPublicBody(v) => new IdentifierHints(IdentifierKind.Company, "government"),
        _ => new IdentifierHints(IdentifierKind.Person),
    };

    private static bool IsPerson(ReadOnlySpan<char> v) => Algorithms.LuhnSum(v[..10]) % 10 == 0;

    private static bool IsPublicBody(ReadOnlySpan<char> v) => Digits.WeightedSum(v, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;
}
