namespace KybPlatform.Screening.Scoring;

/// <summary>
/// What it costs to take one letter of a fold for another. Full price is 1; letters that romanisations and ears confuse cost less.
/// </summary>
internal static class LetterCosts
{
    public const float Transposition = 0.7f;

    /// <summary>A vowel of a script without short vowels is not missing, it was never written.</summary>
    private const float UnwrittenVowel = 0.12f;

    private const float Vowel = 0.45f;
    private const float SilentH = 0.3f;

    private static readonly float[] Substitution = Build();

    public static float Replace(char a, char b) => a == b ? 0 : a < 128 && b < 128 ? Substitution[(a << 7) | b] : 1;

    public static float Insert(char c, bool unvoweled) => c switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => unvoweled ? UnwrittenVowel : Vowel,
        'h' => SilentH,
        _ => 1,
    };

    private static float[] Build()
    {
        var costs = new float[128 * 128];
        Array.Fill(costs, 1);
        (string Pairs, float Cost)[] similar =
        [
            ("ae ei ou ao iu eo eu ai oi au", 0.5f), ("ei ou ae", 0.35f),
            ("sz xh kg Zz jZ", 0.3f), ("uv gx kx fv cs sS", 0.35f), ("dt bp bv Cj CS Sz ZS cC cz js ij Ck xk jg hg", 0.45f), ("mn fp hj", 0.6f), ("lr", 0.75f),
        ];
        foreach (var (pairs, cost) in similar)
        {
            foreach (var pair in pairs.Split(' '))
                costs[(pair[0] << 7) | pair[1]] = costs[(pair[1] << 7) | pair[0]] = cost;
        }
        return costs;
    }
}
