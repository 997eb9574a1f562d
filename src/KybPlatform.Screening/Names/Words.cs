using System.Text;

namespace KybPlatform.Screening.Names;

/// <summary>One word as it was cut out of a normalised name. <paramref name="Text"/> is Latin; <paramref name="Native"/> is null for Latin words.</summary>
internal readonly record struct Word(string Text, string? Native, Script Script);

/// <summary>
/// Cuts a name into words. Apostrophes join (O'Neil), dots join single letters of bodies (S.A.) and part those of people (J.R.), Han
/// characters and the syllables of Korean people are words of their own, everything else that is no letter or digit parts.
/// </summary>
internal static class Words
{
    public static List<Word> Of(string name, NameFamily family)
    {
        var text = Latinizer.Normalize(Lookalikes.Even(name));
        if (family == NameFamily.Corporate)
            text = text.Replace("&", " and ", StringComparison.Ordinal).Replace("+", " and ", StringComparison.Ordinal);
        var words = new List<Word>();
        var current = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsOwnWord(c, family))
            {
                Take(current, words);
                current.Append(c);
                Take(current, words);
            }
            else if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
                current.Append(c);
            else if (!IsJoiner(c) && !(c == '.' && family == NameFamily.Corporate && IsDottedLetter(text, i)))
                Take(current, words);
        }
        Take(current, words);
        return words;
    }

    private static void Take(StringBuilder current, List<Word> words)
    {
        if (current.Length == 0)
            return;
        var raw = current.ToString();
        current.Clear();
        var script = Scripts.Main(raw);
        var latin = Latinizer.ToLatin(raw);
        if (latin.Length > 0)
            words.Add(new Word(latin, script == Script.Latin ? null : raw, script));
    }

    private static bool IsOwnWord(char c, NameFamily family) => Scripts.Of(c) switch
    {
        Script.Han => true,
        Script.Hangul => family == NameFamily.Person,
        _ => false,
    };

    private static bool IsJoiner(char c) => c is '\'' or '’' or '‘' or '`' or '´' or 'ʿ' or 'ʾ' or 'ʼ' or 'ʻ' or '"' or '“' or '”' or '\u200C';

    // "S.A.", "S. A." is two words and met by the table of forms.
    private static bool IsDottedLetter(string text, int dot) =>
        dot > 0 && char.IsLetter(text[dot - 1]) && (dot == 1 || !char.IsLetterOrDigit(text[dot - 2]));
}
