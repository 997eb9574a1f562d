using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>Reads RE2's syntax. What RE2 lacks (look-around, back-references) and repetitions that would blow up are refused.</summary>
internal sealed partial class PatternParser(string pattern)
{
    private const int MaxRepeat = 1000;
    private const long MaxSize = 2500;
    private const int MaxNesting = 100;
    private static readonly PatternNode Nothing = new PatternNode.Sequence([]);
    private int _at;
    private int _nesting;
    private bool _isMultiline;
    private bool _ignoresCase;
    private bool _dotTakesNewline;

    public PatternNode Parse()
    {
        var node = Alternatives();
        if (_at < pattern.Length) throw new PatternException("a ')' has no '('.");
        return node;
    }

    private char Current => _at < pattern.Length ? pattern[_at] : '\0';

    private char Peek(int ahead) => _at + ahead < pattern.Length ? pattern[_at + ahead] : '\0';

    private PatternNode Alternatives()
    {
        if (++_nesting > MaxNesting) throw new PatternException("it is nested too deeply.");
        var alternatives = new List<PatternNode> { Sequence() };
        while (Current == '|')
        {
            _at++;
            alternatives.Add(Sequence());
        }
        _nesting--;
        return Checked(alternatives.Count == 1 ? alternatives[0] : new PatternNode.Either(alternatives));
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (_at < pattern.Length && Current is not (')' or '|'))
        {
            if (Current == '\\' && Peek(1) == 'Q') parts.AddRange(Quoted());
            else parts.Add(Repeats(Atom(out var canRepeat), canRepeat));
        }
        return Checked(new PatternNode.Sequence(parts));
    }

    private static PatternNode Checked(PatternNode node) => node.Size <= MaxSize ? node : throw new PatternException("its repetitions are too many.");

    private PatternNode Repeats(PatternNode part, bool canRepeat)
    {
        if (Quantifier() is not var (least, most)) return part;
        if (!canRepeat) throw new PatternException("a repetition has nothing to repeat.");
        if (Current == '?') _at++;
        if (Quantifier() is not null) throw new PatternException("a repetition is repeated.");
        return Checked(new PatternNode.Repeat(part, least, most));
    }

    private (int Least, int? Most)? Quantifier()
    {
        switch (Current)
        {
            case '*': _at++; return (0, null);
            case '+': _at++; return (1, null);
            case '?': _at++; return (0, 1);
            case not '{': return null;
        }
        var counts = Counts().Match(pattern, _at);
        if (!counts.Success) return null;
        _at += counts.Length;
        var least = Count(counts.Groups[1]);
        int? most = !counts.Groups[2].Success ? least : counts.Groups[3].Length > 0 ? Count(counts.Groups[3]) : null;
        return most < least ? throw new PatternException("a repetition count runs backwards.") : (least, most);
    }

    private static int Count(Group digits) =>
        int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxRepeat
            ? count : throw new PatternException("a repetition count is out of range.");

    private PatternNode Atom(out bool canRepeat)
    {
        canRepeat = true;
        switch (Current)
        {
            case '(':
                return Group(out canRepeat);
            case '[':
                return new PatternNode.One(new PatternSetParser(pattern, _ignoresCase).Brackets(ref _at));
            case '.':
                _at++;
                return new PatternNode.One(_dotTakesNewline ? PatternSetParser.Anything : PatternSetParser.AnythingButNewline);
            case '^':
                _at++;
                return new PatternNode.At(_isMultiline ? PatternPlace.LineStart : PatternPlace.TextStart);
            case '$':
                _at++;
                return new PatternNode.At(_isMultiline ? PatternPlace.LineEnd : PatternPlace.TextEnd);
            case '\\':
                return Escape();
            case '*' or '+' or '?':
                throw new PatternException("a repetition has nothing to repeat.");
            default:
                return Literal();
        }
    }

    private PatternNode.One Literal() => new(PatternSetParser.Single(PatternSetParser.CodePoint(pattern, ref _at), _ignoresCase));

    private PatternNode Escape()
    {
        PatternPlace? place = Peek(1) switch
        {
            'A' => PatternPlace.TextStart,
            'z' => PatternPlace.TextEnd,
            'b' => PatternPlace.WordBoundary,
            'B' => PatternPlace.NotWordBoundary,
            >= '1' and <= '9' => throw new PatternException("back-references are not known to RE2."),
            _ => null,
        };
        if (place is null) return new PatternNode.One(new PatternSetParser(pattern, _ignoresCase).Escape(ref _at));
        _at += 2;
        return new PatternNode.At(place.Value);
    }

    private List<PatternNode> Quoted()
    {
        _at += 2;
        var end = pattern.IndexOf(@"\E", _at, StringComparison.Ordinal);
        var stop = end < 0 ? pattern.Length : end;
        var literals = new List<PatternNode>();
        while (_at < stop) literals.Add(Literal());
        _at = end < 0 ? stop : stop + 2;
        return literals;
    }

    private PatternNode Group(out bool canRepeat)
    {
        canRepeat = true;
        _at++;
        var outer = (_isMultiline, _ignoresCase, _dotTakesNewline);
        if (GroupName().Match(pattern, _at) is { Success: true } name)
        {
            _at += name.Length;
        }
        else if (Flags().Match(pattern, _at) is { Success: true } flags)
        {
            _at += flags.Length;
            Set(flags.Groups[1].Value, true);
            Set(flags.Groups[2].Value, false);
            canRepeat = flags.Value.EndsWith(':');
            if (!canRepeat) return Nothing;
        }
        else if (Current == '?') throw new PatternException("look-around and other (?…) groups are not known to RE2.");
        var inner = Alternatives();
        if (Current != ')') throw new PatternException("a '(' is not closed.");
        _at++;
        (_isMultiline, _ignoresCase, _dotTakesNewline) = outer;
        return inner;
    }

    private void Set(string flags, bool value)
    {
        foreach (var flag in flags)
        {
            if (flag == 'm') _isMultiline = value;
            if (flag == 'i') _ignoresCase = value;
            if (flag == 's') _dotTakesNewline = value;
        }
    }

    [GeneratedRegex(@"\G\{([0-9]{1,9})(,([0-9]{0,9}))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Counts();

    [GeneratedRegex(@"\G\?P?<[A-Za-z_][A-Za-z0-9_]*>", RegexOptions.CultureInvariant)]
    private static partial Regex GroupName();

    [GeneratedRegex(@"\G\?([imsU]*)(-[imsU]+)?[:)]", RegexOptions.CultureInvariant)]
    private static partial Regex Flags();
}
