namespace KybPlatform.Identifiers.CheckDigits;

/// <summary>The check-digit families of the identifier table, each written once.</summary>
internal static class Families
{
    /// <summary>Remainder maps for modulus 11: the check character for each remainder of the weighted sum; '!' is never issued.</summary>
    public const string Complement11 = "0!987654321";
    public const string Complement11TenIsZero = "00987654321";
    public const string Complement11TenIsK = "0K987654321";
    public const string Remainder11 = "0123456789!";
    public const string Remainder11TenIsZero = "01234567890";
    public const string Complement10 = "0987654321";

    /// <summary>Luhn (ISO/IEC 7812-1) over the whole value, or over one slice of it.</summary>
    public static CheckRule Luhn(int start = 0, int length = 0) =>
        new("luhn", true, v => Algorithms.LuhnSum(length == 0 ? v[start..] : v.Slice(start, length)) % 10 == 0);

    public static CheckRule Mod11And10() => new("iso7064_mod_11_10", true, v => Algorithms.Mod11And10(v));

    public static CheckRule Mod97And10() => new("iso7064_mod_97_10", true, v => Digits.Mod(v, 97) == 1);

    public static CheckRule Mod11And2() => new("iso7064_mod_11_2", true, v => Algorithms.Mod11And2(v));

    public static CheckRule Verhoeff() => new("verhoeff", true, v => Algorithms.Verhoeff(v));

    /// <summary>The character after the weighted ones must be the one the map gives for the remainder.</summary>
    public static CheckRule Weighted(int[] weights, int modulus, string map, int start = 0) =>
        new($"weighted_mod_{modulus}", Distinct(map) && Sees(weights, modulus),
            v => v[start + weights.Length] == map[Digits.WeightedSum(v[start..], weights) % modulus]);

    /// <summary>The weighted sum over all characters, check digit included, leaves this remainder.</summary>
    public static CheckRule WeightedTotal(int[] weights, int modulus, int remainder = 0) =>
        new($"weighted_mod_{modulus}", Sees(weights, modulus), v => Digits.WeightedSum(v, weights) % modulus == remainder);

    /// <summary>Weights counted from the right of the body (all but the last character), starting with the first weight, cyclic.</summary>
    public static CheckRule FromRight(int[] weights, int modulus, string map) =>
        new($"weighted_mod_{modulus}", Distinct(map) && Sees(weights, modulus), v =>
        {
            var sum = 0;
            for (var i = 2; i <= v.Length; i++)
                sum += Digits.Value(v[^i]) * weights[(i - 2) % weights.Length];
            return v[^1] == map[sum % modulus];
        });

    /// <summary>Modulus 11 with a second set of weights for remainder 10; a second 10 is 0, or never issued.</summary>
    public static CheckRule TwoPass11(int[] first, int[] second, bool secondTenIsZero = true) =>
        new("two_pass_mod_11", false, v => Algorithms.TwoPass11(v, first, second, secondTenIsZero) is var digit && v[first.Length] == digit);

    public static CheckRule Custom(string family, CheckFunction run, bool catchesEveryDigit = false) => new(family, catchesEveryDigit, run);

    private static bool Distinct(string map) => map.Where(c => c != '!').GroupBy(c => c).All(g => g.Count() == 1);

    private static bool Sees(int[] weights, int modulus) =>
        weights.All(w => Enumerable.Range(1, 9).All(change => w * change % modulus != 0));
}
