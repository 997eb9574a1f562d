using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Personal numbers of the Nordic registers.</summary>
internal static class NordicRules
{
    private const string HetuAlphabet = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    /// <summary>The seventh digit and the year give the century (CPR-kontoret's table).</summary>
    public static DateOnly? CprBirth(ReadOnlySpan<char> v)
    {
        var year = Digits.Number(v[4..6]);
        var century = v[6] switch
        {
            <= '3' => 1900,
            '4' or '9' => year <= 36 ? 2000 : 1900,
            _ => year <= 57 ? 2000 : 1800,
        };
        return CalendarParts.Date(century + year, Digits.Number(v[2..4]), Digits.Number(v[..2]));
    }

    public static bool? PersonnummerHolds(ReadOnlySpan<char> v)
    {
        if (v.Length == 12)
            return Algorithms.LuhnSum(v[2..]) % 10 == 0;
        if (v.Length == 10)
            return Algorithms.LuhnSum(v) % 10 == 0;
        Span<char> plain = stackalloc char[10];
        v[..6].CopyTo(plain);
        v[7..].CopyTo(plain[6..]);
        return Algorithms.LuhnSum(plain) % 10 == 0;
    }

    /// <summary>Coordination numbers add 60 to the day.</summary>
    public static bool PersonnummerParts(ReadOnlySpan<char> v)
    {
        var d = v.Length == 12 ? v[2..] : v;
        var day = Digits.Number(d[4..6]);
        day = day > 60 ? day - 60 : day;
        return v.Length == 12
            ? v[..2] is "18" or "19" or "20" && CalendarParts.IsDate(Digits.Number(v[..4]), Digits.Number(d[2..4]), day)
            : CalendarParts.IsDateOfSomeCentury(Digits.Number(d[..2]), Digits.Number(d[2..4]), day);
    }

    /// <summary>Only the twelve-digit form fixes the century; coordination numbers give a day that may be unsure.</summary>
    public static DateOnly? PersonnummerBirth(ReadOnlySpan<char> v) =>
        v.Length == 12 ? CalendarParts.Date(Digits.Number(v[..4]), Digits.Number(v[4..6]), Digits.Number(v[6..8])) : null;

    public static bool? FodselsnummerHolds(ReadOnlySpan<char> v) =>
        v[9] == Families.Complement11[Digits.WeightedSum(v, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11]
        && v[10] == Families.Complement11[Digits.WeightedSum(v, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11];

    /// <summary>D-numbers add 40 to the day; 40, 65 and 80 on the month mark help and test numbers. Serial and year give the century.</summary>
    public static DateOnly? FodselsnummerBirth(ReadOnlySpan<char> v)
    {
        int day = Digits.Number(v[..2]), month = Digits.Number(v[2..4]), year = Digits.Number(v[4..6]);
        month -= month switch { > 80 => 80, > 65 => 65, > 40 => 40, _ => 0 };
        int? century = Digits.Number(v[6..9]) switch
        {
            < 500 => 1900,
            >= 500 when year < 40 => 2000,
            < 750 when year >= 54 => 1800,
            >= 900 when year >= 40 => 1900,
            _ => null,
        };
        return century is null ? null : CalendarParts.Date(century.Value + year, month, day > 40 ? day - 40 : day);
    }

    public static bool? HetuHolds(ReadOnlySpan<char> v) => v[10] == HetuAlphabet[Digits.Mod(v[7..10], 31, Digits.Mod(v[..6], 31))];

    public static DateOnly? HetuBirth(ReadOnlySpan<char> v)
    {
        var century = v[6] switch { '+' => 1800, >= 'A' and <= 'F' => 2000, _ => 1900 };
        return CalendarParts.Date(century + Digits.Number(v[4..6]), Digits.Number(v[2..4]), Digits.Number(v[..2]));
    }

    /// <summary>Entities add 40 to the day; the last digit is the century. For entities this is the date of registration.</summary>
    public static DateOnly? KennitalaBirth(ReadOnlySpan<char> v)
    {
        var century = v[9] switch { '0' => 2000, '9' => 1900, _ => 1800 };
        var day = Digits.Number(v[..2]);
        return CalendarParts.Date(century + Digits.Number(v[4..6]), Digits.Number(v[2..4]), day > 40 ? day - 40 : day);
    }
}
