using System.Globalization;
using System.Text;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>Reads character classes and escapes. Perl's classes are of ASCII, as in RE2.</summary>
internal sealed class PatternSetParser(string pattern, bool ignoresCase)
{
    /// <summary>The last code point there is.</summary>
    internal const int Last = 0x10FFFF;

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
    private readonly List<(PatternGroup Of, bool IsNegated)> _groups = [];

    public static PatternSet Anything { get; } = new([(0, Last)], [], isNegated: false, ignoresCase: false);

    public static PatternSet AnythingButNewline { get; } = new([('\n', '\n')], [], isNegated: true, ignoresCase: false);

    public static PatternSet Single(int codePoint, bool ignoresCase) => new([(codePoint, codePoint)], [], isNegated: false, ignoresCase);

    public static int CodePoint(string pattern, ref int at)
    {
        Rune.DecodeFromUtf16(pattern.AsSpan(at), out var rune, out var width);
        at += width;
        return rune.Value;
    }

    /// <summary>Reads <c>[…]</c>.</summary>
    public PatternSet Brackets(ref int at)
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
        return new PatternSet(_ranges, _groups, isNegated, ignoresCase);
    }

    /// <summary>Reads one escape outside brackets.</summary>
    public PatternSet Escape(ref int at) =>
        Shorthand(ref at) ? new PatternSet(_ranges, _groups, isNegated: false, ignoresCase) : Single(Escaped(ref at), ignoresCase);

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
        if (!Posix.TryGetValue(name.TrimStart('^'), out var ranges)) throw new PatternException("a class has no such name.");
        Class(ranges, isNegated: name.StartsWith('^'));
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
            Class(ranges, isNegated: char.IsAsciiLetterUpper(letter));
            at += 2;
            return true;
        }
        if (letter is not ('p' or 'P')) return false;
        at += 2;
        var name = GroupName(ref at);
        var isTurned = name.StartsWith('^');
        var group = PatternGroup.Named(isTurned ? name[1..] : name) ?? throw new PatternException($"there is no '{name}': of \\p{{…}}, general categories such as Lu and scripts such as Greek are known.");
        _groups.Add((group, letter == 'P' ^ isTurned));
        return true;
    }

    private string GroupName(ref int at)
    {
        if (at >= pattern.Length) return "";
        if (pattern[at] != '{') return pattern[at++].ToString();
        var close = pattern.IndexOf('}', at);
        if (close < 0) return "";
        var name = pattern[(at + 1)..close];
        at = close + 1;
        return name;
    }

    private void Class((int From, int To)[] ranges, bool isNegated)
    {
        if (isNegated) _groups.Add((new PatternGroup.Ranges(ranges), true));
        else _ranges.AddRange(ranges);
    }

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
        return char.IsAsciiLetterOrDigit(c) || c > 127 ? throw new PatternException("an escape sequence is not known to RE2.") : c;
    }

    private int Hex(ref int at)
    {
        var isBraced = at < pattern.Length && pattern[at] == '{';
        var end = isBraced ? pattern.IndexOf('}', at) : at + 2;
        var digits = end < 0 || end > pattern.Length ? [] : pattern.AsSpan(isBraced ? at + 1 : at, end - at - (isBraced ? 1 : 0));
        if (digits.Length is 0 or > 6 || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > Last)
            throw new PatternException("a hexadecimal escape is not a code point.");
        at = isBraced ? end + 1 : end;
        return code;
    }

    private int Octal(ref int at)
    {
        var code = 0;
        at--;
        for (var i = 0; i < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++) code = code * 8 + (pattern[at++] - '0');
        return code;
    }
}
