using System.Text;

namespace KybPlatform.Screening.Lists;

/// <summary>
/// One row of a CSV file with the 1-based line on which it starts. <paramref name="HasEnd"/> is false for a last row without a line end.
/// </summary>
internal readonly record struct CsvRow(long Line, string[] Fields, bool HasEnd);

/// <summary>
/// RFC 4180 read strictly: rows end with LF or CRLF, a quoted field may hold both, a quote inside is doubled. What is not so refuses the file
/// with its line, because a reader that repairs quoting would swallow the rows behind the fault.
/// </summary>
internal sealed class StrictCsv
{
    private readonly string _text;
    private readonly string _file;
    private readonly StringBuilder _field = new();
    private int _at;
    private long _line = 1;

    private StrictCsv(string text, string file)
    {
        _text = text;
        _file = file;
    }

    public static IEnumerable<CsvRow> Read(string text, string file)
    {
        var csv = new StrictCsv(text, file);
        while (csv._at < text.Length)
            yield return csv.Row();
    }

    private CsvRow Row()
    {
        var start = _line;
        var fields = new List<string>();
        while (true)
        {
            fields.Add(_at < _text.Length && _text[_at] == '"' ? Quoted(start) : Plain());
            if (_at >= _text.Length)
                return new CsvRow(start, [.. fields], false);
            if (_text[_at++] == ',')
                continue;
            _line++;
            return new CsvRow(start, [.. fields], true);
        }
    }

    // Ends at the comma or line feed behind the field; a carriage return before the line feed is dropped.
    private string Plain()
    {
        var length = _text.AsSpan(_at).IndexOfAny(',', '\n');
        var field = length < 0 ? _text[_at..] : _text.Substring(_at, length);
        _at += field.Length;
        if (field.Contains('"', StringComparison.Ordinal))
            throw new ListBrokenException("bad_quoting", "A quote stands inside a field that is not quoted.", _file, _line);
        return field.EndsWith('\r') ? field[..^1] : field;
    }

    private string Quoted(long start)
    {
        _field.Clear();
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == '\n')
                _line++;
            if (c != '"')
                _field.Append(c);
            else if (_at + 1 < _text.Length && _text[_at + 1] == '"')
                _field.Append(_text[_at++]);
            else
                return Closed();
        }
        throw new ListBrokenException("truncated", "A quoted field has no end.", _file, start);
    }

    private string Closed()
    {
        _at++;
        while (_at < _text.Length && (_text[_at] is ' ' or '\r'))
            _at++;
        if (_at < _text.Length && _text[_at] is not (',' or '\n'))
            throw new ListBrokenException("bad_quoting", "Text follows a closing quote.", _file, _line);
        return _field.ToString();
    }
}
