using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KybPlatform.Identifiers.Text;

/// <summary>
/// The shape of a number in one line: <c>#</c> a digit, <c>@</c> a letter A-Z, <c>*</c> either, <c>[..]</c> a set, anything else itself;
/// <c>{n}</c> or <c>{n,m}</c> repeats; <c>|</c> separates alternatives. Matched by hand because a table of several hundred
/// compiled regular expressions would cost more at start than all its work.
/// </summary>
internal sealed class Mask
{
    private readonly Token[][] _alternatives;

    private Mask(Token[][] alternatives) => _alternatives = alternatives;

    public int MaxLength => _alternatives.Max(tokens => tokens.Sum(t => t.Max));

    public static Mask Parse(string text) => new([.. text.Split('|').Select(ParseAlternative)]);

    public bool Matches(ReadOnlySpan<char> value)
    {
        foreach (var tokens in _alternatives)
        {
            if (Fits(tokens, value))
                return true;
        }

        return false;
    }

    /// <summary>True when some alternative could have this many characters: tells a wrong length from wrong characters.</summary>
    public bool AllowsLength(int length)
    {
        foreach (var tokens in _alternatives)
        {
            int least = 0, most = 0;
            foreach (var token in tokens)
                (least, most) = (least + token.Min, most + token.Max);
            if (length >= least && length <= most)
                return true;
        }

        return false;
    }

    public string ToRegex() =>
        "^(?:" + string.Join('|', _alternatives.Select(tokens => string.Concat(tokens.Select(t => t.ToRegex())))) + ")$";

    private static bool Fits(ReadOnlySpan<Token> tokens, ReadOnlySpan<char> value)
    {
        if (tokens.IsEmpty)
            return value.IsEmpty;
        var token = tokens[0];
        var taken = 0;
        while (taken < token.Max && taken < value.Length && token.Accepts(value[taken]))
            taken++;
        for (; taken >= token.Min; taken--)
        {
            if (Fits(tokens[1..], value[taken..]))
                return true;
        }

        return false;
    }

    private static Token[] ParseAlternative(string text)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            var set = text[i] switch
            {
                '#' => "0-9",
                '@' => "A-Z",
                '*' => "0-9A-Z",
                '[' => text[(i + 1)..text.IndexOf(']', i)],
                var literal => literal.ToString(),
            };
            i += text[i] == '[' ? set.Length + 2 : 1;
            var (min, max) = (1, 1);
            if (i < text.Length && text[i] == '{')
            {
                var end = text.IndexOf('}', i);
                (min, max) = ParseCount(text[(i + 1)..end]);
                i = end + 1;
            }

            tokens.Add(new Token(set, min, max));
        }

        return [.. tokens];
    }

    private static (int Min, int Max) ParseCount(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma < 0
            ? (Number(text), Number(text))
            : (Number(text[..comma]), Number(text[(comma + 1)..]));
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private readonly struct Token(string set, int min, int max)
    {
        private readonly string _members = Expand(set);

        public int Min { get; } = min;

        public int Max { get; } = max;

        public bool Accepts(char c) => _members.Contains(c, StringComparison.Ordinal);

        public string ToRegex()
        {
            var one = _members.Length == 1 ? Regex.Escape(_members) : $"[{set.Replace("*", "\\*", StringComparison.Ordinal)}]";
            return (Min, Max) switch
            {
                (1, 1) => one,
                var (least, most) when least == most => string.Create(CultureInfo.InvariantCulture, $"{one}{{{least}}}"),
                var (least, most) => string.Create(CultureInfo.InvariantCulture, $"{one}{{{least},{most}}}"),
            };
        }

        private static string Expand(string set)
        {
            var members = new StringBuilder();
            for (var i = 0; i < set.Length; i++)
            {
                if (i + 2 < set.Length && set[i + 1] == '-')
                {
                    for (var c = set[i]; c <= set[i + 2]; c++)
                        members.Append(c);
                    i += 2;
                }
                else
                {
                    members.Append(set[i]);
                }
            }

            return members.ToString();
        }
    }
}
