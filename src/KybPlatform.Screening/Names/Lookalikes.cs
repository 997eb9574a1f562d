using System.Collections.Frozen;
using System.Text;

namespace KybPlatform.Screening.Names;

/// <summary>
/// Words written in Latin letters and in Cyrillic or Greek ones that look the same: nobody's spelling, and invisible to whoever reads them. Such a word is written in one script
/// before it is compared. Words of one script stay as they are, whatever they look like.
/// </summary>
internal static class Lookalikes
{
    private const string Cyrillic = "АаВЕеЗКкМНОоРрСсТУуХхІіЇїЈјЅѕҺһԚԛԜԝԁӀӏҮү";
    private const string CyrillicAsLatin = "AaBEe3KkMHOoPpCcTYyXxIiIiJjSsHhQqWwdIlYy";
    private const string Greek = "ΑαΒΕεΖΗΙιΚκΜΝνΟοΡρΤτΥυΧχΪϊ";
    private const string GreekAsLatin = "AaBEeZHIiKkMNvOoPpTtYuXxIi";

    private static readonly FrozenDictionary<char, char> ToLatin =
        Cyrillic.Zip(CyrillicAsLatin).Concat(Greek.Zip(GreekAsLatin)).DistinctBy(p => p.First).ToFrozenDictionary(p => p.First, p => p.Second);

    private static readonly FrozenDictionary<char, char> ToCyrillic = CyrillicAsLatin.Zip(Cyrillic).Where(p => char.IsAsciiLetter(p.First)).DistinctBy(p => p.First).ToFrozenDictionary(p => p.First, p => p.Second);

    public static string Even(string name)
    {
        if (Ascii.IsValid(name))
            return name;
        StringBuilder? even = null;
        for (var start = 0; start < name.Length;)
        {
            var end = start;
            while (end < name.Length && IsOfWord(name[end]))
                end++;
            if (end > start && Mixed(name.AsSpan(start, end - start)) is { } word)
            {
                even ??= new StringBuilder(name);
                for (var i = 0; i < word.Length; i++)
                    even[start + i] = word[i];
            }
            start = Math.Max(end, start + 1);
        }
        return even?.ToString() ?? name;
    }

    // Signs that nobody sees stand inside words.
    private static bool IsOfWord(char c) =>
        char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.NonSpacingMark;

    /// <summary>The word in one script; null where it is in one already, or cannot be written in either.</summary>
    private static char[]? Mixed(ReadOnlySpan<char> word)
    {
        var (latin, other) = (false, false);
        foreach (var c in word)
        {
            var script = Scripts.Of(c);
            latin |= script == Script.Latin;
            other |= script is Script.Cyrillic or Script.Greek;
        }
        return latin && other ? Written(word, ToLatin, Script.Latin) ?? Written(word, ToCyrillic, Script.Cyrillic) : null;
    }

    private static char[]? Written(ReadOnlySpan<char> word, FrozenDictionary<char, char> letters, Script script)
    {
        var written = word.ToArray();
        for (var i = 0; i < written.Length; i++)
        {
            if (Scripts.Of(written[i]) == script || !char.IsLetter(written[i]))
                continue;
            if (!letters.TryGetValue(written[i], out var letter))
                return null;
            written[i] = letter;
        }
        return written;
    }
}
