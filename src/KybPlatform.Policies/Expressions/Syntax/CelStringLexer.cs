using System.Buffers;
using System.Globalization;
using System.Text;

namespace KybPlatform.Policies.Expressions.Syntax;

/// <summary>Reads one string or bytes literal: quotes, triple quotes, raw form and escapes.</summary>
internal sealed class CelStringLexer
{
    private readonly string _source;
    private readonly int _start;
    private readonly bool _isBytes;
    private readonly bool _isRaw;
    private readonly string _quote;
    private readonly StringBuilder _text = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _at;

    public CelStringLexer(string source, int start, int prefix)
    {
        _source = source;
        _start = start;
        for (var i = start; i < start + prefix; i++)
        {
            _isBytes |= source[i] is 'b' or 'B';
            _isRaw |= source[i] is 'r' or 'R';
        }
        _at = start + prefix;
        var single = source[_at];
        var triple = new string(single, 3);
        _quote = string.CompareOrdinal(source, _at, triple, 0, 3) == 0 ? triple : triple[..1];
        _at += _quote.Length;
    }

    public CelToken Read(out int end)
    {
        while (!AtQuote()) Step();
        end = _at + _quote.Length;
        return _isBytes
            ? new(TokenKind.Bytes, _start, end, "", _bytes.WrittenSpan.ToArray())
            : new(TokenKind.String, _start, end, "", _text.ToString());
    }

    private bool AtQuote()
    {
        if (_at >= _source.Length || (_quote.Length == 1 && _source[_at] is '\r' or '\n')) throw Invalid("The string does not end.", _start);
        return string.CompareOrdinal(_source, _at, _quote, 0, _quote.Length) == 0;
    }

    private void Step()
    {
        if (_source[_at] == '\\' && !_isRaw)
        {
            Escape();
            return;
        }
        // Line breaks of a triple-quoted text are \n, however the file that holds it was written.
        if (_source[_at] == '\r')
        {
            Append(new Rune('\n'));
            _at += _at + 1 < _source.Length && _source[_at + 1] == '\n' ? 2 : 1;
            return;
        }
        // In a raw string a backslash is a character like any other, and the quote after it still ends the string.
        if (Rune.DecodeFromUtf16(_source.AsSpan(_at), out var rune, out var width) != OperationStatus.Done)
            throw Invalid("The text is not valid Unicode.", _at);
        Append(rune);
        _at += width;
    }

    private void Escape()
    {
        var at = _at;
        if (at + 1 >= _source.Length) throw Invalid("The string does not end.", _start);
        var c = _source[at + 1];
        _at += 2;
        switch (c)
        {
            case 'a': Append(new Rune('\a')); break;
            case 'b': Append(new Rune('\b')); break;
            case 'f': Append(new Rune('\f')); break;
            case 'n': Append(new Rune('\n')); break;
            case 'r': Append(new Rune('\r')); break;
            case 't': Append(new Rune('\t')); break;
            case 'v': Append(new Rune('\v')); break;
            case '\\' or '?' or '"' or '\'' or '`': Append(new Rune(c)); break;
            case 'x' or 'X': AppendCode(Digits(2, NumberStyles.AllowHexSpecifier, at), at); break;
            case 'u' when !_isBytes: AppendCode(Pair(Digits(4, NumberStyles.AllowHexSpecifier, at), at), at); break;
            case 'U' when !_isBytes: AppendCode(Digits(8, NumberStyles.AllowHexSpecifier, at), at); break;
            case >= '0' and <= '3': AppendCode(Octal(at), at); break;
            default: throw Invalid("This is not an escape sequence.", at);
        }
    }

    private uint Digits(int count, NumberStyles style, int at)
    {
        if (_at + count > _source.Length || !uint.TryParse(_source.AsSpan(_at, count), style, CultureInfo.InvariantCulture, out var code))
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"The escape sequence needs {count} hexadecimal digits."), at);
        _at += count;
        return code;
    }

    /// <summary>Two escapes that are the halves of a surrogate pair stand for one code point.</summary>
    private uint Pair(uint code, int at)
    {
        if (code is < 0xD800 or > 0xDBFF || string.CompareOrdinal(_source, _at, "\\u", 0, 2) != 0) return code;
        _at += 2;
        var low = Digits(4, NumberStyles.AllowHexSpecifier, at);
        if (low is < 0xDC00 or > 0xDFFF) throw Invalid("The escape sequence is not a Unicode code point.", at);
        return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }

    private uint Octal(int at)
    {
        _at--;
        var code = 0u;
        for (var i = 0; i < 3; i++, _at++)
        {
            if (_at >= _source.Length || _source[_at] is < '0' or > '7') throw Invalid("The escape sequence needs three octal digits.", at);
            code = code * 8 + (uint)(_source[_at] - '0');
        }
        return code;
    }

    private void AppendCode(uint code, int at)
    {
        if (_isBytes) _bytes.Write([(byte)code]);
        else if (Rune.IsValid(code)) Append(new Rune(code));
        else throw Invalid("The escape sequence is not a Unicode code point.", at);
    }

    private void Append(Rune rune)
    {
        if (!_isBytes)
        {
            _text.Append(rune.ToString());
            return;
        }
        Span<byte> utf8 = stackalloc byte[4];
        _bytes.Write(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    private static CelSyntaxException Invalid(string message, int position) => new(CelIssueCodes.InvalidLiteral, message, position);
}
