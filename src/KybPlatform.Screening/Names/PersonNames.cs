using System.Text.RegularExpressions;

namespace KybPlatform.Screening.Names;

/// <summary>
/// Prepares names of people: "FAMILY, Given" is turned round, Arabic "servant of" names are written as one word however they were cut
/// (Abd al-Rahman, Abdul Rahman, Abdurrahman), the article is parted from Arabic words.
/// </summary>
internal static partial class PersonNames
{
    private static readonly HashSet<string> Articles = new(StringComparer.Ordinal) { "al", "el", "ul", "ur", "ar", "as", "ash", "az", "ad", "an", "at", "il" };
    private static readonly HashSet<string> Servant = new(StringComparer.Ordinal)
    {
        "abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdus", "abdu", "abdil", "abdou", "abed", "abdull",
    };

    private static readonly HashSet<string> Suffixes = new(StringComparer.Ordinal) { "jr", "sr", "junior", "senior", "ii", "iii", "iv", "jnr", "snr" };

    public static PreparedName Prepare(string name)
    {
        var words = WithServantNames(Parted(Words.Of(Turned(name), NameFamily.Person)));
        return PreparedName.Of(NameFamily.Person, [.. words.Select(Token)], null);
    }

    // "AL-TIKRITI, Ali Hassan": OFAC and many registers write so. A second comma brings a suffix.
    private static string Turned(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        return comma <= 0 ? name : $"{name[(comma + 1)..].Replace(',', ' ')} {name[..comma]}";
    }

    private static NameToken Token(Word word)
    {
        var kind = Kind(word.Text);
        return NameToken.Of(word.Text, word.Native, word.Script, kind, WordWeights.Of(word.Text, kind, NameFamily.Person), NameFamily.Person);
    }

    private static TokenKind Kind(string text)
    {
        if (text.Any(char.IsAsciiDigit))
            return TokenKind.Number;
        if (Suffixes.Contains(text))
            return TokenKind.Suffix;
        return text.Length == 1 ? TokenKind.Initial : TokenKind.Word;
    }

    private static IEnumerable<Word> Parted(List<Word> words)
    {
        foreach (var word in words)
        {
            if (word.Script == Script.Arabic && word.Native is { Length: > 4 } native && native.StartsWith("ال", StringComparison.Ordinal) && native != "الله")
            {
                yield return new Word("al", "ال", Script.Arabic);
                yield return new Word(Latinizer.ToLatin(native[2..]), native[2..], Script.Arabic);
            }
            else
                yield return word;
        }
    }

    private static List<Word> WithServantNames(IEnumerable<Word> parted)
    {
        var words = new List<Word>(parted);
        for (var i = 0; i < words.Count; i++)
        {
            if (!Servant.Contains(words[i].Text))
            {
                words[i] = words[i] with { Text = OneWord(words[i].Text) };
                continue;
            }
            var next = i + 1 < words.Count && Articles.Contains(words[i + 1].Text) ? i + 2 : i + 1;
            if (next >= words.Count || words[next].Text.Length < 2)
                continue;
            var native = words[i].Native is { } a && words[next].Native is { } b ? a + b : null;
            words[i] = new Word("abd" + words[next].Text, native, native is null ? Script.Latin : words[i].Script);
            words.RemoveRange(i + 1, next - i);
        }
        return words;
    }

    private static string OneWord(string text)
    {
        if (!text.StartsWith("abd", StringComparison.Ordinal) || text.Length < 7)
            return text;
        return ServantPrefix().Replace(text, "abd", 1);
    }

    [GeneratedRegex("^abd(?:[aeiou]{1,2}l(?=.{2})|o?u([rsdzntl])(?=\\1)|u(?=[^aeiou].{3}))", RegexOptions.CultureInvariant)]
    private static partial Regex ServantPrefix();
}
