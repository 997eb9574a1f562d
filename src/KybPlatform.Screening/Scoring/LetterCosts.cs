namespace KybPlatform.Screening.Scoring;

/// <summary>
/// What it costs to take one letter of a fold for another, in hundredths. Full price is 100; letters that romanisations and ears confuse cost
/// less. Letters are numbered 0 to 63 so that the tables are small.
/// </summary>
internal static class LetterCosts
{
    public const int Full = 100;
    public const int Transposition = 70;

    /// <summary>A vowel of a script without short vowels is not missing, it was never written.</summary>
    private const int UnwrittenVowel = 12;

    private const int Vowel = 45;
    private const int SilentH = 30;
    /// <summary>Numbers of letters are below this.</summary>
    public const int Letters = 64;

    private static readonly byte[] Substitution = BuildSubstitution();
    private static readonly byte[] Insertion = BuildInsertion(Vowel);
    private static readonly byte[] UnvoweledInsertion = BuildInsertion(UnwrittenVowel);

    /// <summary>The number of a letter or digit of a fold.</summary>
    public static byte Code(char c) => c switch
    {
        >= 'a' and <= 'z' => (byte)(c - 'a'),
        'S' => 26,
        'C' => 27,
        'Z' => 28,
        'X' => 29,
        >= '0' and <= '9' => (byte)(32 + c - '0'),
        _ => Letters - 1,
    };

    /// <summary>A fold as letter numbers.</summary>
    public static byte[] Codes(string fold)
    {
        var codes = new byte[fold.Length];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = Code(fold[i]);
        return codes;
    }

    /// <summary>The letter or digit of a number.</summary>
    public static char Letter(byte code) => code switch
    {
        < 26 => (char)('a' + code),
        < 30 => "SCZX"[code - 26],
        >= 32 and < 42 => (char)('0' + code - 32),
        _ => '?',
    };

    public static int Replace(byte a, byte b) => Substitution[(a * Letters) + b];

    public static ReadOnlySpan<byte> Insertions(bool unvoweled) => unvoweled ? UnvoweledInsertion : Insertion;

    private static byte[] BuildInsertion(int vowel)
    {
        var costs = new byte[Letters];
        Array.Fill(costs, (byte)Full);
        foreach (var c in "aeiou")
            costs[Code(c)] = (byte)vowel;
        costs[Code('h')] = SilentH;
        return costs;
    }

    private static byte[] BuildSubstitution()
    {
        var costs = new byte[Letters * Letters];
        Array.Fill(costs, (byte)Full);
        for (var i = 0; i < Letters; i++)
            costs[(i * Letters) + i] = 0;
        (string Pairs, byte Cost)[] similar =
        [
            ("ae ei ao iu eo eu ai oi au", 50), ("ei ou ae", 35), ("sz xh kg Zz jZ", 30), ("uv gx kx fv cs sS", 35),
            ("dt bp bv Cj CS Sz ZS cC cz js ij Ck jg hg Xk Xs Xz", 45), ("mn fp hj", 60), ("lr", 75),
        ];
        foreach (var (pairs, cost) in similar)
        {
            foreach (var pair in pairs.Split(' '))
            {
                costs[(Code(pair[0]) * Letters) + Code(pair[1])] = cost;
                costs[(Code(pair[1]) * Letters) + Code(pair[0])] = cost;
            }
        }
        return costs;
    }
}
