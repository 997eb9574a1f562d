namespace KybPlatform.Identifiers.CheckDigits;

/// <summary>Check-digit calculations that several schemes share. All are total over shaped input and allocate nothing.</summary>
internal static class Algorithms
{
    private static ReadOnlySpan<byte> VerhoeffProduct =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 0, 6, 7, 8, 9, 5, 2, 3, 4, 0, 1, 7, 8, 9, 5, 6, 3, 4, 0, 1, 2, 8, 9, 5, 6, 7, 4, 0, 1, 2, 3, 9, 5, 6, 7, 8,
        5, 9, 8, 7, 6, 0, 4, 3, 2, 1, 6, 5, 9, 8, 7, 1, 0, 4, 3, 2, 7, 6, 5, 9, 8, 2, 1, 0, 4, 3, 8, 7, 6, 5, 9, 3, 2, 1, 0, 4, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
    ];

    private static ReadOnlySpan<byte> VerhoeffPermutation => [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    /// <summary>Digits from the right, every second one doubled and its digits added.</summary>
    public static int LuhnSum(ReadOnlySpan<char> value)
    {
        var sum = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var d = Digits.Value(value[value.Length - 1 - i]);
            sum += (i & 1) == 0 ? d : d > 4 ? (2 * d) - 9 : 2 * d;
        }

        return sum;
    }

    /// <summary>Luhn where a letter stands for the two digits of its base-36 value.</summary>
    public static int LuhnSumOfLetters(ReadOnlySpan<char> value)
    {
        Span<char> digits = stackalloc char[2 * value.Length];
        var length = 0;
        foreach (var c in value)
        {
            var v = Digits.Value(c);
            if (v > 9)
                digits[length++] = Digits.Digit(v / 10);
            digits[length++] = Digits.Digit(v % 10);
        }

        return LuhnSum(digits[..length]);
    }

    /// <summary>The digit that completes a body to a Luhn number.</summary>
    public static int LuhnDigit(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var d = Digits.Value(body[body.Length - 1 - i]);
            sum += (i & 1) == 1 ? d : d > 4 ? (2 * d) - 9 : 2 * d;
        }

        return (10 - (sum % 10)) % 10;
    }

    /// <summary>ISO/IEC 7064, MOD 11,10.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> value)
    {
        var p = 10;
        foreach (var c in value[..^1])
        {
            p = (p + Digits.Value(c)) % 10;
            p = (p == 0 ? 10 : p) * 2 % 11;
        }

        return (p + Digits.Value(value[^1])) % 10 == 1;
    }

    /// <summary>ISO/IEC 7064, MOD 11-2; the check character may be X for ten.</summary>
    public static bool Mod11And2(ReadOnlySpan<char> value)
    {
        var p = 0;
        foreach (var c in value[..^1])
            p = (p + Digits.Value(c)) * 2 % 11;
        return (p + (value[^1] == 'X' ? 10 : Digits.Value(value[^1]))) % 11 == 1;
    }

    /// <summary>ISO/IEC 7064, MOD 37,36 over digits and letters.</summary>
    public static bool Mod37And36(ReadOnlySpan<char> value)
    {
        var p = 36;
        foreach (var c in value[..^1])
        {
            p = (p + Digits.Value(c)) % 36;
            p = (p == 0 ? 36 : p) * 2 % 37;
        }

        return (p + Digits.Value(value[^1])) % 36 == 1;
    }

    public static bool Verhoeff(ReadOnlySpan<char> value)
    {
        var c = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var d = Digits.Value(value[value.Length - 1 - i]);
            for (var turn = 0; turn < i % 8; turn++)
                d = VerhoeffPermutation[d];
            c = VerhoeffProduct[(c * 10) + d];
        }

        return c == 0;
    }

    /// <summary>The check digit, or '!' where a second remainder of ten is never issued.</summary>
    public static char TwoPass11(ReadOnlySpan<char> value, ReadOnlySpan<int> first, ReadOnlySpan<int> second, bool secondTenIsZero)
    {
        var rest = Digits.WeightedSum(value, first) % 11;
        if (rest == 10)
            rest = Digits.WeightedSum(value, second) % 11;
        return rest < 10 ? Digits.Digit(rest) : secondTenIsZero ? '0' : '!';
    }

    /// <summary>Luhn generalised to base 36: weights 1 and 2 from the left, base-36 digits of each product added.</summary>
    public static int LuhnBase36Digit(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var product = Digits.Value(body[i]) * (1 + (i & 1));
            sum += (product / 36) + (product % 36);
        }

        return (36 - (sum % 36)) % 36;
    }
}
