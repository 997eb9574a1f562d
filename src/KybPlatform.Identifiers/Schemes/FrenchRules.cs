using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Rules of INSEE and the French tax office that need more than a weighted sum.</summary>
internal static class FrenchRules
{
    private const string KeyAlphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string PostOffice = "356000000";

    /// <summary>Letterheads name the court beside the number: "RCS Paris 652 014 051", "652 014 051 R.C.S. Nanterre".</summary>
    public static string? ReadRegister(string raw)
    {
        if (!raw.AsSpan().ContainsAny('R', 'r'))
            return null;
        var letters = string.Concat(raw.Where(char.IsLetter));
        if (!letters.StartsWith("RCS", StringComparison.OrdinalIgnoreCase))
            return null;
        var digits = string.Concat(raw.Where(char.IsAsciiDigit));
        return digits.Length == 9 ? digits : null;
    }

    /// <summary>Two digits: (12 + 3 × (SIREN mod 97)) mod 97.</summary>
    public static string VatKey(ReadOnlySpan<char> siren)
    {
        var key = (12 + (3 * Digits.Mod(siren, 97))) % 97;
        return string.Create(2, key, static (target, k) => (target[0], target[1]) = (Digits.Digit(k / 10), Digits.Digit(k % 10)));
    }

    /// <summary>Numeric keys follow from the SIREN; keys with a letter use a modulus-11 rule. Monaco's numbers (000…) are not SIRENs.</summary>
    public static bool? VatHolds(ReadOnlySpan<char> v)
    {
        if (!v[2..].StartsWith("000") && Algorithms.LuhnSum(v[2..]) % 10 != 0)
            return false;
        if (char.IsAsciiDigit(v[0]) && char.IsAsciiDigit(v[1]))
            return (12 + (3 * Digits.Mod(v[2..], 97))) % 97 == Digits.Number(v[..2]);
        int first = KeyAlphabet.IndexOf(v[0], StringComparison.Ordinal), second = KeyAlphabet.IndexOf(v[1], StringComparison.Ordinal);
        var key = char.IsAsciiDigit(v[0]) ? (first * 24) + second - 10 : (first * 34) + second - 100;
        return (Digits.Number(v[2..]) + 1 + (key / 11)) % 11 == key % 11;
    }

    /// <summary>Offices of La Poste share one SIREN and use a digit sum divisible by five, because Luhn left too few numbers.</summary>
    public static bool? SiretHolds(ReadOnlySpan<char> v)
    {
        if (Algorithms.LuhnSum(v[..9]) % 10 != 0)
            return false;
        return Algorithms.LuhnSum(v) % 10 == 0 || (v[..9].SequenceEqual(PostOffice) && PlainSum(v) % 5 == 0);
    }

    /// <summary>Corsica's 2A and 2B count as 19 and 18.</summary>
    public static bool? NirHolds(ReadOnlySpan<char> v)
    {
        var rest = Digits.Mod(v[..5], 97);
        rest = v[6] switch
        {
            'A' => ((rest * 100) + 19) % 97,
            'B' => ((rest * 100) + 18) % 97,
            _ => Digits.Mod(v[5..7], 97, rest),
        };
        return 97 - Digits.Mod(v[7..13], 97, rest) == Digits.Number(v[13..]);
    }

    /// <summary>Months 20, 30-42 and 50-99 stand for an unknown or odd civil record.</summary>
    public static bool NirParts(ReadOnlySpan<char> v)
    {
        var month = Digits.Number(v[3..5]);
        return month is (>= 1 and <= 12) or 20 or (>= 30 and <= 42) or >= 50;
    }

    private static int PlainSum(ReadOnlySpan<char> v)
    {
        var sum = 0;
        foreach (var c in v)
            sum += Digits.Value(c);
        return sum;
    }
}
