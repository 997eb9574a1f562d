using KybPlatform.Identifiers.CheckDigits;
using KybPlatform.Identifiers.Text;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Rules of the post-Soviet registers that need more than one weighted sum.</summary>
internal static class EasternRules
{
    private const string UnpLetters = "ABCEHKMOPT";
    private const string CyrillicLetters = "АВСЕНКМОРТ";

    /// <summary>Codes between 30 and 60 million count their weights from 7; a remainder of ten repeats with weights raised by two.</summary>
    public static bool? EdrpouHolds(ReadOnlySpan<char> v) => Digits.Number(v) is >= 30_000_000 and <= 60_000_000
        ? v[7] == Algorithms.TwoPass11(v, [7, 1, 2, 3, 4, 5, 6], [9, 3, 4, 5, 6, 7, 8], true)
        : v[7] == Algorithms.TwoPass11(v, [1, 2, 3, 4, 5, 6, 7], [3, 4, 5, 6, 7, 8, 9], true);

    public static bool RntrcHolds(ReadOnlySpan<char> v)
    {
        var sum = Digits.WeightedSum(v, [-1, 5, 7, 9, 4, 6, 10, 5, 7]);
        return ((sum % 11) + 11) % 11 % 10 == Digits.Value(v[9]);
    }

    public static bool? InnHolds(ReadOnlySpan<char> v) => v.Length == 10
        ? Digits.WeightedSum(v, [2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digits.Value(v[9])
        : Digits.WeightedSum(v, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digits.Value(v[10])
            && Digits.WeightedSum(v, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digits.Value(v[11]);

    /// <summary>People's numbers start with a region letter and a second letter that counts by its place.</summary>
    public static bool? UnpHolds(ReadOnlySpan<char> v)
    {
        var second = char.IsAsciiDigit(v[1]) ? Digits.Value(v[1]) : UnpLetters.IndexOf(v[1], StringComparison.Ordinal);
        var rest = ((Digits.Value(v[0]) * 29) + (second * 23) + Digits.WeightedSum(v[2..], [19, 17, 13, 7, 5, 3])) % 11;
        return rest < 10 && rest == Digits.Value(v[8]);
    }

    public static bool UnpParts(ReadOnlySpan<char> v) => char.IsAsciiDigit(v[0])
        ? v[0] is >= '1' and <= '7' or '9' && char.IsAsciiDigit(v[1])
        : "ABCEHKM".Contains(v[0], StringComparison.Ordinal) && UnpLetters.Contains(v[1], StringComparison.Ordinal);

    /// <summary>Numbers up to 001-001-998 carry no check.</summary>
    public static bool? SnilsHolds(ReadOnlySpan<char> v) => Digits.Number(v[..9]) <= 1_001_998
        ? null
        : Digits.WeightedSum(v, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == Digits.Number(v[9..]);

    /// <summary>The seventh digit gives sex and century; 0 stands for foreigners.</summary>
    public static bool IinParts(ReadOnlySpan<char> v)
    {
        int year = Digits.Number(v[..2]), month = Digits.Number(v[2..4]), day = Digits.Number(v[4..6]);
        return v[6] switch
        {
            '0' => CalendarParts.IsDateOfSomeCentury(year, month, day),
            <= '6' => CalendarParts.IsDate(1800 + ((v[6] - '1') / 2 * 100) + year, month, day),
            _ => false,
        };
    }

    /// <summary>The letters are printed in Cyrillic at home and look the same; separators go as usual.</summary>
    public static string? CyrillicLookalikes(string raw)
    {
        Span<char> buffer = stackalloc char[ValueCleaner.MaxInput];
        var length = ValueCleaner.Clean(raw.AsSpan()[..Math.Min(raw.Length, ValueCleaner.MaxInput)], "", buffer);
        foreach (ref var c in buffer[..length])
        {
            var at = CyrillicLetters.IndexOf(c, StringComparison.Ordinal);
            c = at >= 0 ? UnpLetters[at] : c;
        }

        return buffer[..length].ToString();
    }
}
