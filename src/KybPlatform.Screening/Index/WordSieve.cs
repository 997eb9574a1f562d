using System.Numerics;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Turns word pairs away by a few numbers before they are compared letter by letter: only pairs that <see cref="TokenSimilarity"/> gives 0 by
/// their spelling. <paramref name="Vowels"/> has as many bits set for each vowel of the fold as the fold has of it, <paramref name="Letters"/> one
/// bit for each letter or digit of the text.
/// </summary>
internal readonly record struct WordSieve(ulong Vowels, ulong Letters, byte FoldLength, byte TextLength, bool Unvoweled)
{
    private const int BitsPerVowel = 12;
    private const int Longest = 255;

    /// <summary>
    /// What a difference of one vowel costs at least: half of the cheapest replacement of a vowel by another, or a vowel that a script leaves out.
    /// </summary>
    public const int VowelCost = 17;
    private const int UnwrittenVowelCost = 12;

    public static WordSieve Of(in WordView word)
    {
        ulong vowels = 0, letters = 0;
        Span<int> counts = stackalloc int[5];
        counts.Clear();
        foreach (var code in word.Codes)
        {
            var vowel = "aeiou".IndexOf(LetterCosts.Letter(code), StringComparison.Ordinal);
            if (vowel >= 0 && counts[vowel] < BitsPerVowel)
                vowels |= 1UL << ((vowel * BitsPerVowel) + counts[vowel]++);
        }
        foreach (var letter in word.Text)
            letters |= 1UL << LetterCosts.Code(letter);
        return new WordSieve(vowels, letters, (byte)Math.Min(Longest, word.Codes.Length), (byte)Math.Min(Longest, word.Text.Length), word.Has(WordTraits.Unvoweled));
    }

    /// <summary>True when the two words may be alike. <paramref name="consonants"/> is what their skeletons cost at least (<see cref="SkeletonCosts"/>).</summary>
    public bool Passes(in WordSieve other, int consonants, bool joined)
    {
        var mixed = Unvoweled != other.Unvoweled;
        var longer = Math.Max(FoldLength, other.FoldLength);
        if (longer == Longest)
            return true;
        var cost = consonants + (BitOperations.PopCount(Vowels ^ other.Vowels) * (mixed ? UnwrittenVowelCost : VowelCost));
        return cost <= TokenSimilarity.Budget(longer, mixed, joined) || (!joined && MayBeSlip(other));
    }

    // A slip of the pen changes the length by one at most, and which letters there are by two at most.
    private bool MayBeSlip(in WordSieve other) =>
        Math.Abs(TextLength - other.TextLength) <= 1 && BitOperations.PopCount(Letters ^ other.Letters) <= 2;
}
