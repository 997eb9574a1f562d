using System.Text;

namespace KybPlatform.Screening.Names;

/// <summary>
/// Evens out spelling and romanisation habits. A fold is written in lower-case letters plus capitals for sounds that take two letters:
/// S (sh), C (ch), Z (zh), X (ks). Two spellings with equal folds are the same word to the eye of most transliteration tables.
/// </summary>
internal static class Folding
{
    // Longest first; what is not listed stays as it is.
    private static readonly (string From, string To)[] Clusters =
    [
        ("shch", "S"), ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("dzh", "j"), ("aou", "o"), ("awu", "o"),
        ("sh", "S"), ("ch", "C"), ("cz", "C"), ("zh", "Z"), ("dj", "j"), ("kh", "x"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"),
        ("ts", "c"), ("tz", "c"), ("ck", "k"), ("sz", "s"), ("ks", "X"), ("qu", "ku"),
        ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("ai", "e"), ("ay", "e"), ("ey", "e"), ("ei", "e"), ("ae", "e"), ("oe", "o"), ("ue", "u"),
        ("au", "o"), ("aw", "o"), ("ow", "o"),
    ];

    public static string Fold(string text)
    {
        var fold = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var (symbols, length) = Next(text, i);
            foreach (var symbol in symbols)
            {
                if (fold.Length == 0 || fold[^1] != symbol || char.IsAsciiDigit(symbol))
                    fold.Append(symbol);
            }
            i += length;
        }
        return fold.ToString();
    }

    /// <summary>
    /// The order of consonant classes, an opening vowel counting as one. Vowels and h inside the word are left out: they are what
    /// romanisations disagree on.
    /// </summary>
    public static string Skeleton(string fold)
    {
        Span<char> key = stackalloc char[fold.Length];
        var length = 0;
        for (var i = 0; i < fold.Length; i++)
        {
            if (i == 0 || !(IsVowel(fold[i]) || fold[i] == 'h'))
                key[length++] = ClassOf(fold[i]);
        }
        return new string(key[..length]);
    }

    public static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    private static (string Symbols, int Length) Next(string text, int at)
    {
        foreach (var (from, to) in Clusters)
        {
            if (string.CompareOrdinal(text, at, from, 0, from.Length) == 0 && !(from[^1] == 'w' && IsVowelAt(text, at + from.Length)))
                return (to, from.Length);
        }
        return (text[at] switch
        {
            'c' when at + 1 < text.Length && text[at + 1] is 'e' or 'i' or 'y' => "s",
            'c' or 'q' => "k",
            'x' => "X",
            'w' => "v",
            'y' => "i",
            var c => c.ToString(),
        }, 1);
    }

    // "aw" is a vowel in Dawlat and a consonant in Nawaz.
    private static bool IsVowelAt(string text, int at) => at < text.Length && IsVowel(text[at]);

    /// <summary>The class of a letter of a fold, by which it stands in a skeleton.</summary>
    public static char ClassOf(char c) => c switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => 'a',
        'b' or 'p' => 'b',
        'f' or 'v' => 'v',
        'd' or 't' => 'd',
        'k' or 'g' or 'x' or 'X' => 'k',
        's' or 'z' or 'S' or 'Z' or 'C' or 'c' or 'j' => 's',
        _ => c,
    };
}
