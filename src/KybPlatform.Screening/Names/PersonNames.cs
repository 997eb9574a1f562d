using System.Text.RegularExpressions;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Names;

/// <summary>
/// Prepares names of people: "FAMILY, Given" is turned round, Arabic "servant of" names are cut the same way however they were written
/// (Abd al-Rahman, Abdul Rahman, Abdurrahman), the article is parted from Arabic words.
/// </summary>
internal static partial class PersonNames
{
    private static readonly HashSet<string> Servant = new(StringComparer.Ordinal)
    {
        "abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdus", "abdu", "abdil", "abdou", "abed",
    };

    private static readonly HashSet<string> Suffixes = new(StringComparer.Ordinal) { "jr", "sr", "junior", "senior", "ii", "iii", "iv", "jnr", "snr" };

    public static PreparedName Prepare(string name)
    {
        var words = Parted(Words.Of(Turned(name), NameFamily.Person)).SelectMany(ServantName);
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

    private static IEnumerable<Word> ServantName(Word word)
    {
        if (Servant.Contains(word.Text) || Servant.Contains(Folding.Fold(word.Text)) || Slip.IsOne(word.Text, "abdul"))
            return [word with { Text = "abd" }];
        var rest = word.Text.Length > 6 && word.Text.StartsWith("abd", StringComparison.Ordinal) ? ServantPrefix().Replace(word.Text, "", 1) : "";
        // Abdullah stays one word: what would be left is too short to stand alone.
        return rest.Length >= 4 && rest.Length < word.Text.Length ? [word with { Text = "abd", Native = null, Script = Script.Latin }, word with { Text = rest, Native = null }] : [word];
    }

    [GeneratedRegex("^abd(?:[aeiou]{1,2}l(?!ah)(?=.{2})|[ou]{1,2}([rsdznt])(?=\\1)|[aeiou]{0,2}(?=[bfghjkmnqrswz][aeiou]))", RegexOptions.CultureInvariant)]
    private static partial Regex ServantPrefix();
}
