using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using AnyAscii;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Screening.Names;

/// <summary>
/// Writes a word of any script in a-z and 0-9. AnyAscii knows all scripts; Arabic and Hebrew are written by a table of our own, because
/// it drops the letters alef, ain and the long vowels, on which the comparison of Arabic names rests.
/// </summary>
internal static class Latinizer
{
    private static readonly FrozenDictionary<char, string> Semitic =
        DataTable.Lines("semitic-letters.txt").ToFrozenDictionary(line => line[0], line => line[1..].Trim());

    /// <summary>Lower case, compatibility forms and marks evened out, script kept: what two spellings in one script are compared by.</summary>
    public static string Normalize(string name)
    {
        if (Ascii.IsValid(name))
            return name.ToLowerInvariant();
        var text = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormKC))
        {
            // Hangul and kana come apart in form D, and their marks are letters; the others lose only accents.
            var decomposed = Scripts.Of(c) is Script.Latin or Script.Greek or Script.Cyrillic or Script.Arabic or Script.Hebrew && c != 'й' && c != 'Й'
                ? c.ToString().Normalize(NormalizationForm.FormD)
                : c.ToString();
            foreach (var part in decomposed)
            {
                if (CharUnicodeInfo.GetUnicodeCategory(part) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) && part != 'ـ')
                    text.Append(char.ToLowerInvariant(part));
            }
        }
        return text.ToString();
    }

    /// <summary>Takes a word from <see cref="Normalize"/>.</summary>
    public static string ToLatin(string word)
    {
        if (IsPlain(word))
            return word;
        var latin = new StringBuilder(word.Length + 8);
        var rest = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (IsConsonantWaw(word, i))
            {
                Flush(rest, latin);
                latin.Append('w');
                continue;
            }
            if (!Semitic.TryGetValue(c, out var letters))
            {
                rest.Append(c);
                continue;
            }
            Flush(rest, latin);
            latin.Append(letters);
        }
        Flush(rest, latin);
        return latin.ToString();
    }

    // The letter waw is a w at the start of a word and before a long a, else mostly a long u.
    private static bool IsConsonantWaw(string word, int at) =>
        word[at] is 'و' && word.Length > 1 && (at == 0 || (at + 1 < word.Length && word[at + 1] is 'ا'));

    private static void Flush(StringBuilder rest, StringBuilder latin)
    {
        foreach (var c in rest.ToString().Transliterate())
        {
            if (char.IsAsciiLetterOrDigit(c))
                latin.Append(char.ToLowerInvariant(c));
        }
        rest.Clear();
    }

    private static bool IsPlain(string word)
    {
        foreach (var c in word)
        {
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
                return false;
        }
        return true;
    }
}
