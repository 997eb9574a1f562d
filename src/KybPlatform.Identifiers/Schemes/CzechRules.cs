using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Birth numbers of Czechia and Slovakia, and the tax numbers built on them.</summary>
internal static class CzechRules
{
    /// <summary>Nine digits (born before 1954) carry no check. Ten are divisible by eleven; until 1985 a remainder of ten was written as 0.</summary>
    public static bool? BirthNumberHolds(ReadOnlySpan<char> v)
    {
        if (v.Length == 9)
            return null;
        return Digits.Mod(v, 11) == 0 || (v[9] == '0' && Digits.Mod(v[..9], 11) == 10 && Digits.Number(v[..2]) is >= 54 and <= 85);
    }

    /// <summary>Women add 50 to the month; since 2004 both add 20 more where a day ran out of serials. The length gives the century.</summary>
    public static DateOnly? Birth(ReadOnlySpan<char> v)
    {
        int year = Digits.Number(v[..2]), month = Digits.Number(v[2..4]) % 50;
        int? century = (v.Length, year) switch
        {
            (9, <= 53) => 1900,
            (9, >= 80) => 1800,
            (9, _) => null,
            (_, >= 54) => 1900,
            _ => 2000,
        };
        return century is null ? null : CalendarParts.Date(century.Value + year, month > 20 ? month - 20 : month, Digits.Number(v[4..6]));
    }

    /// <summary>Nine digits that start with 6 are given by the tax office itself: to groups that are taxed as one, and to people without a birth number.</summary>
    public static bool IsSpecial(ReadOnlySpan<char> v) => v.Length == 9 && v[0] == '6';

    public static bool? SpecialHolds(ReadOnlySpan<char> v)
    {
        var rest = Digits.WeightedSum(v[1..], [8, 7, 6, 5, 4, 3, 2]) % 11;
        return v[8] == Digits.Digit((8 + rest) % 10);
    }
}
