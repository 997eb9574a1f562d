using KybPlatform.Identifiers.CheckDigits;
using KybPlatform.Identifiers.Text;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>
/// Trade register and personal numbers. Until July 2024 kind, county, serial and year (J40/372/2002); since then kind, year, serial, county and a check digit
/// in one, also for the older numbers. Counties are 1 to 40, 51 and 52; new entries have 00.
/// </summary>
internal static class RomanianRules
{
    /// <summary>The day of registration is written in full or as its year only; the year is kept.</summary>
    public static string? Read(string raw)
    {
        Span<char> buffer = stackalloc char[ValueCleaner.MaxInput];
        var text = buffer[..ValueCleaner.Clean(raw.AsSpan()[..Math.Min(raw.Length, ValueCleaner.MaxInput)], "/", buffer)];
        var slash = text.LastIndexOf('/');
        return slash > 0 && text.Length - slash == 9 && Digits.AllDigits(text[(slash + 1)..])
            ? string.Concat(text[..(slash + 1)], text[^4..])
            : null;
    }

    public static bool Parts(ReadOnlySpan<char> v)
    {
        if (!v.Contains('/'))
            return Digits.Number(v[1..5]) is >= 1990 and <= 2099 and var registered && IsCounty(Digits.Number(v[11..13]), registered);
        var county = v[1] == '/' ? v[2..] : v[1..];
        return IsCounty(Digits.Number(county[..county.IndexOf('/')]), 1990) && Digits.Number(v[^4..]) is >= 1990 and <= 2024;
    }

    /// <summary>The digit sum modulo 10; the letter counts as the last digit of its character code. The older form has no check digit.</summary>
    public static bool? Holds(ReadOnlySpan<char> v)
    {
        if (v.Contains('/'))
            return null;
        var sum = v[0] % 10;
        foreach (var digit in v[1..^1])
            sum += Digits.Value(digit);
        return sum % 10 == Digits.Value(v[^1]);
    }

    /// <summary>The first digit of a personal number gives sex and century; 7 to 9 are foreigners and residents, of any century.</summary>
    public static bool IsBirth(ReadOnlySpan<char> v)
    {
        int year = Digits.Number(v[1..3]), month = Digits.Number(v[3..5]), day = Digits.Number(v[5..7]);
        return v[0] switch
        {
            '1' or '2' => CalendarParts.IsDate(1900 + year, month, day),
            '3' or '4' => CalendarParts.IsDate(1800 + year, month, day),
            '5' or '6' => CalendarParts.IsDate(2000 + year, month, day),
            _ => CalendarParts.IsDateOfSomeCentury(year, month, day),
        };
    }

    private static bool IsCounty(int county, int year) => county is (>= 1 and <= 40) or 51 or 52 || (county == 0 && year >= 2024);
}
