using System.Globalization;
using System.Text;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Character classes of RE2 as .NET classes over UTF-16, code points above U+FFFF included.</summary>
internal sealed class PatternClass(string pattern)
{
    private const int Last = 0x10FFFF;
    private static readonly (int, int)[] Digits = [('0', '9')];
    private static readonly (int, int)[] Spaces = [('\t', '\n'), ('\f', '\r'), (' ', ' ')];
    private static readonly (int, int)[] Words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    private static readonly Dictionary<string, (int, int)[]> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["ascii"] = [(0, 0x7F)],
        ["blank"] = [('\t', '\t'), (' ', ' ')],
        ["cntrl"] = [(0, 0x1F), (0x7F, 0x7F)],
        ["digit"] = Digits,
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["word"] = Words,
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

    private readonly List<(int From, int To)> _ranges = [];
    private readonly StringBuilder _categories = new();

    /// <summary>Reads <c>[…]</c>.</summary>
    public string ReadBrackets(ref int at)
    {
        at++;
        var isNegated = at < pattern.Length && pattern[at] == '^';
        if (isNegated) at++;
        for (var isFirst = true; ; isFirst = false)
        {
            if (at >= pattern.Length) throw new PatternException("a '[' is not closed.");
            if (pattern[at] == ']' && !isFirst) break;
            Item(ref at);
        }
        at++;
        return Write(isNegated);
    }

    /// <summary>Reads one escape outside brackets.</summary>
    public string ReadEscape(ref int at)
    {
        if (!Shorthand(ref at)) return Single(Escaped(ref at));
        return Write(isNegated: false);
    }

    private void Item(ref int at)
    {
        if (NamedClass(ref at) || (pattern[at] == '\\' && Shorthand(ref at))) return;
        var from = One(ref at);
        var to = from;
        if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
        {
            at++;
            to = One(ref at);
        }
        if (to < from) throw new PatternException("a range runs backwards.");
        _ranges.Add((from, to));
    }

    private int One(ref int at) => pattern[at] == '\\' ? Escaped(ref at) : CodePoint(pattern, ref at);

    private bool NamedClass(ref int at)
    {
        if (string.CompareOrdinal(pattern, at, "[:", 0, 2) != 0) return false;
        var end = pattern.IndexOf(":]", at, StringComparison.Ordinal);
        if (end < 0) return false;
        var name = pattern[(at + 2)..end];
        var isNegated = name.StartsWith('^');
        if (!Posix.TryGetValue(name.TrimStart('^'), out var ranges)) throw new PatternException("a class has no such name.");
        _ranges.AddRange(isNegated ? Complement(ranges) : ranges);
        at = end + 2;
        return true;
    }

    /// <summary><c>\d \w \s</c>, their opposites, and <c>\p{…}</c>.</summary>
    private bool Shorthand(ref int at)
    {
        var letter = at + 1 < pattern.Length ? pattern[at + 1] : '\0';
        var ranges = char.ToLowerInvariant(letter) switch { 'd' => Digits, 'w' => Words, 's' => Spaces, _ => null };
        if (ranges is not null)
        {
            _ranges.AddRange(char.IsUpper(letter) ? Complement(ranges) : ranges);
            at += 2;
            return true;
        }
        if (letter is not ('p' or 'P')) return false;
        at += 2;
        var name = at < pattern.Length && pattern[at] == '{' && pattern.IndexOf('}', at) is var close and > 0
            ? pattern[(at + 1)..(at = close)]
            : at < pattern.Length ? pattern[at].ToString() : "";
        at++;
        var isNegated = letter == 'P' ^ name.StartsWith('^');
        name = name.TrimStart('^');
        if (!IsCategory(name)) throw new PatternException("of \\p{…}, only general categories such as Lu are known.");
        _categories.Append(isNegated ? "\\P{" : "\\p{").Append(name).Append('}');
        return true;
    }

    private static bool IsCategory(string name) => name.Length is 1 or 2 && "LMNPSZC".Contains(name[0], StringComparison.Ordinal)
        && (name.Length == 1 || "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co Cs".Contains(name, StringComparison.Ordinal));

    private int Escaped(ref int at)
    {
        if (at + 1 >= pattern.Length) throw new PatternException("it ends in a backslash.");
        var c = pattern[at + 1];
        at += 2;
        switch (c)
        {
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case 'x': return Hex(ref at);
            case >= '0' and <= '7': return Octal(ref at);
        }
        if (char.IsAsciiLetterOrDigit(c) || c > 127) throw new PatternException("an escape sequence is not known to RE2.");
        return c;
    }

    private int Hex(ref int at)
    {
        var end = at < pattern.Length && pattern[at] == '{' ? pattern.IndexOf('}', at) : at + 2;
        var digits = end < 0 || end > pattern.Length ? [] : pattern.AsSpan(at, end - at).TrimStart('{');
        if (digits.Length is 0 or > 6 || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > Last)
            throw new PatternException("a hexadecimal escape is not a code point.");
        at = pattern[at] == '{' ? end + 1 : end;
        return code;
    }

    private int Octal(ref int at)
    {
        var code = 0;
        at--;
        for (var i = 0; i < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++) code = code * 8 + (pattern[at++] - '0');
        return code;
    }

    public static int CodePoint(string pattern, ref int at)
    {
        Rune.DecodeFromUtf16(pattern.AsSpan(at), out var rune, out var width);
        at += width;
        return rune.Value;
    }

    public static string Single(int codePoint) => codePoint <= 0xFFFF ? Unit(codePoint) : $"(?:{Pair(codePoint, codePoint)})";

    private string Write(bool isNegated)
    {
        var high = _ranges.Where(r => r.To > 0xFFFF).Select(r => (From: Math.Max(r.From, 0x10000), r.To)).ToArray();
        if (isNegated) high = [.. Complement(high).Where(r => r.To > 0xFFFF).Select(r => (Math.Max(r.From, 0x10000), r.To))];
        var low = string.Concat(_ranges.Where(r => r.From <= 0xFFFF).Select(r => $"{Unit(r.From)}-{Unit(Math.Min(r.To, 0xFFFF))}")) + _categories;
        var parts = new List<string>();
        if (isNegated) parts.Add($@"[^{low}\uD800-\uDFFF]");
        else if (low.Length > 0) parts.Add($"[{low}]");
        parts.AddRange(high.Select(r => Pair(r.From, r.To)));
        return $"(?:{string.Join('|', parts)})";
    }

    private static IEnumerable<(int From, int To)> Complement(IEnumerable<(int From, int To)> ranges)
    {
        var next = 0;
        foreach (var (from, to) in ranges.Order())
        {
            if (from > next) yield return (next, from - 1);
            next = Math.Max(next, to + 1);
        }
        if (next <= Last) yield return (next, Last);
    }

    private static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");

    /// <summary>A range above U+FFFF, as the surrogate pairs it consists of.</summary>
    private static string Pair(int from, int to)
    {
        var (a, b) = (Surrogates(from), Surrogates(to));
        if (a.High == b.High) return $"{Unit(a.High)}[{Unit(a.Low)}-{Unit(b.Low)}]";
        var parts = $@"{Unit(a.High)}[{Unit(a.Low)}-\uDFFF]|{Unit(b.High)}[\uDC00-{Unit(b.Low)}]";
        return b.High - a.High > 1 ? $@"{parts}|[{Unit(a.High + 1)}-{Unit(b.High - 1)}][\uDC00-\uDFFF]" : parts;
    }

    private static (int High, int Low) Surrogates(int codePoint) => (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));
}
