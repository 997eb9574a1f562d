using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>The Spanish tax number is one of four: DNI, NIE, K/L/M numbers of special persons, or an entity's (formerly CIF).</summary>
internal static class SpanishRules
{
    private const string PersonLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    private const string EntityLetters = "JABCDEFGHI";

    /// <summary>Entities end in a digit or the letter that stands for it; which one depends on form and origin, so both are taken.</summary>
    public static bool? Holds(ReadOnlySpan<char> v) => v[0] switch
    {
        >= '0' and <= '9' => v[8] == PersonLetters[Digits.Number(v[..8]) % 23],
        'X' or 'Y' or 'Z' => v[8] == PersonLetters[(Digits.Number(v[1..8]) + ((v[0] - 'X') * 10_000_000)) % 23],
        'K' or 'L' or 'M' => v[8] == PersonLetters[Digits.Number(v[1..8]) % 23] || EntityHolds(v),
        _ => EntityHolds(v),
    };

    public static IdentifierHints Hint(string v) => v[0] switch
    {
        'A' => new IdentifierHints(IdentifierKind.Company, "public_company"),
        'B' => new IdentifierHints(IdentifierKind.Company, "private_limited_company"),
        'C' or 'D' or 'E' or 'J' => new IdentifierHints(IdentifierKind.Company, "partnership"),
        'F' => new IdentifierHints(IdentifierKind.Company, "cooperative"),
        'G' or 'R' => new IdentifierHints(IdentifierKind.Company, "nonprofit"),
        'P' or 'Q' or 'S' => new IdentifierHints(IdentifierKind.Company, "government"),
        'H' or 'N' or 'U' or 'V' or 'W' => new IdentifierHints(IdentifierKind.Company),
        _ => new IdentifierHints(IdentifierKind.Person),
    };

    public static DerivedIdentifier[] Derive(string v) => v[0] switch
    {
        >= '0' and <= '9' => [new("ES:DNI", v, DerivedRelation.Contained)],
        'X' or 'Y' or 'Z' => [new("ES:NIE", v, DerivedRelation.Contained)],
        _ => [],
    };

    private static bool EntityHolds(ReadOnlySpan<char> v)
    {
        var digit = Algorithms.LuhnDigit(v[1..8]);
        return v[8] == Digits.Digit(digit) || v[8] == EntityLetters[digit];
    }
}
