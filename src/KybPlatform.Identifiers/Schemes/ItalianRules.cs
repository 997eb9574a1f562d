using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Partita IVA and codice fiscale (D.M. 23 December 1976). In the latter, digits may be replaced by letters to tell namesakes apart.</summary>
internal static class ItalianRules
{
    private const string Omocodia = "LMNPQRSTUV";
    private const string Months = "ABCDEHLMPRST";

    private static ReadOnlySpan<byte> OddValues => [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    public static bool VatParts(ReadOnlySpan<char> v) =>
        !Digits.AllZero(v[..7]) && Digits.Number(v[7..10]) is (>= 1 and <= 100) or 120 or 121 or 888 or 999;

    public static bool FiscalCodeParts(ReadOnlySpan<char> v)
    {
        if (v.Length == 11)
            return !Digits.AllZero(v[..7]);
        var day = Number(v[9..11]);
        return CalendarParts.IsDateOfSomeCentury(Number(v[6..8]), Months.IndexOf(v[8], StringComparison.Ordinal) + 1, day > 40 ? day - 40 : day);
    }

    public static bool? FiscalCodeHolds(ReadOnlySpan<char> v)
    {
        if (v.Length == 11)
            return Algorithms.LuhnSum(v) % 10 == 0;
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(v[i]) ? v[i] - '0' : v[i] - 'A';
            sum += (i & 1) == 0 ? OddValues[value] : value;
        }

        return v[15] == (char)('A' + (sum % 26));
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
            number = (number * 10) + (char.IsAsciiDigit(c) ? c - '0' : Omocodia.IndexOf(c, StringComparison.Ordinal));
        return number;
    }
}
