namespace KybPlatform.Identifiers.CheckDigits;

/// <summary>Arithmetic over characters. Callers have already matched the shape, so every character is a digit or a letter A-Z.</summary>
internal static class Digits
{
    /// <summary>0-9 for digits, 10-35 for letters, 0 for anything else.</summary>
    public static int Value(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => 0,
    };

    public static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
            number = unchecked((number * 10) + Value(c));
        return number;
    }

    /// <summary>The remainder of a decimal number of any length; a letter counts as its two-digit base-36 value, as in ISO 7064 and IBAN.</summary>
    public static int Mod(ReadOnlySpan<char> value, int modulus, int start = 0)
    {
        var rest = start;
        foreach (var c in value)
        {
            var v = Value(c);
            rest = ((rest * (v > 9 ? 100 : 10)) + v) % modulus;
        }

        return rest;
    }

    public static int WeightedSum(ReadOnlySpan<char> value, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += Value(value[i]) * weights[i];
        return sum;
    }

    public static bool AllSame(ReadOnlySpan<char> value) => value.IndexOfAnyExcept(value[0]) < 0;

    public static bool AllZero(ReadOnlySpan<char> value) => value.IndexOfAnyExcept('0') < 0;

    public static bool AllDigits(ReadOnlySpan<char> value) => value.IndexOfAnyExceptInRange('0', '9') < 0;

    public static char Digit(int value) => (char)('0' + value);
}
