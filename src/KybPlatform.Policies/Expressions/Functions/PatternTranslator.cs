using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>
/// Rewrites an RE2 pattern for .NET: ASCII classes, anchors that mean the whole text, a dot that takes whole code points. What RE2 lacks
/// (look-around, back-references) and repetitions that would blow up are refused.
/// </summary>
internal sealed class PatternTranslator(string pattern)
{
    private const int MaxRepeat = 1000;
    private const long MaxSize = 1500;
    private const int MaxNesting = 100;
    private readonly StringBuilder _out = new(pattern.Length * 2);
    private int _at;
    private int _nesting;
    private bool _isMultiline;

    /// <summary>The pattern for .NET, and roughly the size of its automaton.</summary>
    public (string Text, long Size) Translate()
    {
        var size = Alternatives();
        if (_at < pattern.Length) throw new PatternException("a ')' has no '('.");
        return (_out.ToString(), size);
    }

    private char Current => _at < pattern.Length ? pattern[_at] : '\0';

    private char Peek(int ahead) => _at + ahead < pattern.Length ? pattern[_at + ahead] : '\0';

    /// <summary>Translates up to a closing parenthesis or the end; returns the size the automaton will have, roughly.</summary>
    private long Alternatives()
    {
        if (++_nesting > MaxNesting) throw new PatternException("it is nested too deeply.");
        var size = 0L;
        while (_at < pattern.Length && Current != ')')
        {
            if (Current == '|')
            {
                _out.Append('|');
                _at++;
                continue;
            }
            var start = _out.Length;
            var atom = Atom(out var canRepeat);
            size += Repeats(start, atom, canRepeat);
            if (size > MaxSize) throw new PatternException("its repetitions are too many.");
        }
        _nesting--;
        return size;
    }

    private long Repeats(int start, long size, bool canRepeat)
    {
        if (Quantifier() is not { } times) return size;
        if (!canRepeat) throw new PatternException("a repetition has nothing to repeat.");
        _out.Insert(start, "(?:").Append(')').Append(times.Text);
        if (Current == '?')
        {
            _out.Append('?');
            _at++;
        }
        if (Quantifier() is not null) throw new PatternException("a repetition is repeated.");
        return size * Math.Max(1, times.Most);
    }

    private (string Text, int Most)? Quantifier()
    {
        if (Current is '*' or '+' or '?') return (pattern[_at++].ToString(), 2);
        if (Current != '{') return null;
        var match = Regex.Match(pattern[_at..Math.Min(pattern.Length, _at + 12)], @"^\{([0-9]{1,4})(,([0-9]{0,4}))?\}", RegexOptions.CultureInvariant);
        if (!match.Success) return null;
        var least = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var most = match.Groups[3].Length > 0 ? int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture) : least;
        if (least > MaxRepeat || most > MaxRepeat || most < least) throw new PatternException("a repetition count is out of range.");
        _at += match.Length;
        return (match.Value, most + 1);
    }

    private long Atom(out bool canRepeat)
    {
        canRepeat = true;
        switch (Current)
        {
            case '(':
                return Group(out canRepeat);
            case '[':
                _out.Append(new PatternClass(pattern).ReadBrackets(ref _at));
                return 1;
            case '.':
                _at++;
                _out.Append(@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|.)");
                return 1;
            case '^':
                _at++;
                _out.Append(_isMultiline ? "(?m:^)" : @"\A");
                return 1;
            case '$':
                _at++;
                _out.Append(_isMultiline ? "(?m:$)" : @"\z");
                return 1;
            case '\\':
                return Escape();
            case '*' or '+' or '?':
                throw new PatternException("a repetition has nothing to repeat.");
            default:
                Literal(PatternClass.CodePoint(pattern, ref _at));
                return 1;
        }
    }

    private void Literal(int codePoint) => _out.Append(PatternClass.Single(codePoint));

    private long Group(out bool canRepeat)
    {
        canRepeat = true;
        _at++;
        var outer = _isMultiline;
        if (Current != '?')
        {
            _out.Append("(?:");
        }
        else if (Regex.Match(pattern[_at..], @"^\?P?<[A-Za-z_][A-Za-z0-9_]*>", RegexOptions.CultureInvariant) is { Success: true } name)
        {
            _at += name.Length;
            _out.Append("(?:");
        }
        else if (Regex.Match(pattern[_at..], @"^\?([imsU]*)(-[imsU]+)?([:)])", RegexOptions.CultureInvariant) is { Success: true } flags)
        {
            _at += flags.Length;
            SetFlags(flags.Groups[1].Value, flags.Groups[2].Value, flags.Groups[3].Value == ":");
            if (flags.Groups[3].Value == ")")
            {
                canRepeat = false;
                return 0;
            }
        }
        else throw new PatternException("look-around and other (?…) groups are not known to RE2.");
        var size = Alternatives();
        if (Current != ')') throw new PatternException("a '(' is not closed.");
        _at++;
        _out.Append(')');
        _isMultiline = outer;
        return Math.Max(1, size);
    }

    /// <summary>Multi-line is kept here, since it changes how anchors are written; ungreedy changes what is matched, never whether.</summary>
    private void SetFlags(string on, string off, bool isGroup)
    {
        if (on.Contains('m', StringComparison.Ordinal)) _isMultiline = true;
        if (off.Contains('m', StringComparison.Ordinal)) _isMultiline = false;
        var kept = string.Concat(on.Where(c => c is 'i' or 's').Distinct());
        var dropped = string.Concat(off.Where(c => c is 'i' or 's').Distinct());
        if (isGroup || kept.Length + dropped.Length > 0) _out.Append("(?").Append(kept).Append(dropped.Length > 0 ? "-" : "").Append(dropped).Append(isGroup ? ':' : ')');
    }

    private long Escape()
    {
        switch (Peek(1))
        {
            case 'A' or 'z' or 'b' or 'B':
                _out.Append('\\').Append(Peek(1));
                _at += 2;
                return 1;
            case 'Q':
                return Quoted();
            case >= '1' and <= '9':
                throw new PatternException("back-references are not known to RE2.");
            default:
                _out.Append(new PatternClass(pattern).ReadEscape(ref _at));
                return 1;
        }
    }

    private long Quoted()
    {
        _at += 2;
        var end = pattern.IndexOf(@"\E", _at, StringComparison.Ordinal);
        var stop = end < 0 ? pattern.Length : end;
        var size = 0;
        for (; _at < stop; size++) Literal(PatternClass.CodePoint(pattern, ref _at));
        _at = end < 0 ? stop : stop + 2;
        return size;
    }
}
