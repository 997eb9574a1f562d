using System.Globalization;

namespace KybPlatform.Policies.Expressions.Syntax;

/// <summary>Splits source text into tokens by the lexis of cel-spec.</summary>
internal sealed class CelLexer(string source)
{
    private static readonly string[] Symbols =
        ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private int _at;

    public List<CelToken> ReadAll()
    {
        var tokens = new List<CelToken>(source.Length / 3 + 1);
        do tokens.Add(Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private CelToken Next()
    {
        SkipBlanks();
        var start = _at;
        if (start >= source.Length) return new(TokenKind.End, start, start, "");
        var c = source[start];
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) return Number();
        if (StringPrefix() is var prefix and >= 0) return new CelStringLexer(source, start, prefix).Read(out _at);
        if (char.IsAsciiLetter(c) || c == '_') return Name();
        if (c == '`') return QuotedName();
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, start, symbol, 0, symbol.Length) != 0) continue;
            _at += symbol.Length;
            return new(TokenKind.Symbol, start, _at, symbol);
        }
        throw new CelSyntaxException(CelIssueCodes.SyntaxError, $"The character {Describe(c)} does not belong here.", start);
    }

    private static string Describe(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) ? string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}") : $"'{c}'";

    private char Peek(int ahead) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

    private void SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (source[_at] is ' ' or '\t' or '\n' or '\r' or '\f') _at++;
            else if (source[_at] == '/' && Peek(1) == '/') _at = source.IndexOf('\n', _at) is var end and >= 0 ? end : source.Length;
            else return;
        }
    }

    /// <summary>How many letters come before the quote of a string or bytes literal; -1 when there is none.</summary>
    private int StringPrefix() => (Peek(0), Peek(1), Peek(2)) switch
    {
        ('"' or '\'', _, _) => 0,
        ('r' or 'R' or 'b' or 'B', '"' or '\'', _) => 1,
        ('b' or 'B', 'r' or 'R', '"' or '\'') => 2,
        _ => -1,
    };

    private CelToken Name()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_') _at++;
        var text = source[start.._at];
        return text switch
        {
            "true" or "false" or "null" or "in" => new(TokenKind.Symbol, start, _at, text),
            _ => new(TokenKind.Ident, start, _at, text),
        };
    }

    private CelToken QuotedName()
    {
        var start = _at++;
        while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) is '_' or '.' or '-' or '/' or ' ') _at++;
        if (Peek(0) != '`' || _at == start + 1)
            throw new CelSyntaxException(CelIssueCodes.InvalidLiteral, "A name in backticks holds letters, digits and _ . - / or space, and ends with a backtick.", start);
        return new(TokenKind.Quoted, start, ++_at, source[(start + 1)..(_at - 1)]);
    }

    private CelToken Number()
    {
        var start = _at;
        if (Peek(0) == '0' && Peek(1) is 'x' or 'X' && char.IsAsciiHexDigit(Peek(2))) return Hex();
        SkipDigits();
        var isDouble = Peek(0) == '.' && char.IsAsciiDigit(Peek(1));
        if (isDouble)
        {
            _at++;
            SkipDigits();
        }
        var sign = Peek(1) is '+' or '-' ? 2 : 1;
        if (Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(sign)))
        {
            isDouble = true;
            _at += sign;
            SkipDigits();
        }
        return isDouble ? Double(start) : Integer(start, start, NumberStyles.None);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0))) _at++;
    }

    private CelToken Hex()
    {
        var start = _at;
        _at += 2;
        while (char.IsAsciiHexDigit(Peek(0))) _at++;
        return Integer(start, start + 2, NumberStyles.AllowHexSpecifier);
    }

    private CelToken Integer(int start, int digits, NumberStyles style)
    {
        var fits = ulong.TryParse(source.AsSpan(digits, _at - digits), style, CultureInfo.InvariantCulture, out var magnitude);
        if (!fits) throw new CelSyntaxException(CelIssueCodes.NumberOutOfRange, "The number does not fit 64 bits.", start);
        if (Peek(0) is not ('u' or 'U')) return new(TokenKind.Int, start, _at, source[start.._at], magnitude);
        _at++;
        return new(TokenKind.Uint, start, _at, source[start.._at], magnitude);
    }

    private CelToken Double(int start)
    {
        var value = double.Parse(source.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value)) throw new CelSyntaxException(CelIssueCodes.NumberOutOfRange, "The number does not fit a double.", start);
        return new(TokenKind.Double, start, _at, source[start.._at], value);
    }
}
