using System.Text;

namespace KybPlatform.Screening.Lists.Sources;

/// <summary>
/// One row of a CSV file with the 1-based line on which it starts. <paramref name="HasEnd"/> is false for a last row without a line end,
/// <paramref name="EndsQuoted"/> tells that its last field closed its quote.
/// </summary>
internal readonly record struct CsvRow(long Line, string[] Fields, bool HasEnd, bool EndsQuoted);

/// <summary>
/// RFC 4180 read strictly, row by row: rows end with LF or CRLF, a quoted field may hold both, a quote inside is doubled. What is not so refuses
/// the file with its line, because a reader that repairs quoting would swallow the rows behind the fault.
/// </summary>
internal sealed class StrictCsv
{
    /// <summary>The longest real field is some thousand characters; a quote that is never closed must not take the memory.</summary>
    private const int LongestField = 1 << 20;

    private const int End = -1;

    private readonly TextReader _text;
    private readonly string _file;
    private readonly char _separator;
    private readonly StringBuilder _field = new();
    private long _line = 1;

    private StrictCsv(TextReader text, string file, char separator)
    {
        _text = text;
        _file = file;
        _separator = separator;
    }

    public static IEnumerable<CsvRow> Read(SourceFile file, char separator = ',')
    {
        using var text = file.Text();
        var csv = new StrictCsv(text, file.Name, separator);
        while (text.Peek() != End)
            yield return csv.Row();
    }

    private CsvRow Row()
    {
        var start = _line;
        var fields = new List<string>();
        while (true)
        {
            var quoted = _text.Peek() == '"';
            fields.Add(quoted ? Quoted(start) : Plain());
            var next = _text.Read();
            if (next == End)
                return new CsvRow(start, [.. fields], false, quoted);
            if (next == _separator)
                continue;
            _line++;
            return new CsvRow(start, [.. fields], true, quoted);
        }
    }

    // Stops before the separator or line feed behind the field; a carriage return before the line feed is dropped.
    private string Plain()
    {
        _field.Clear();
        for (int next; (next = _text.Peek()) != End && next != _separator && next != '\n';)
        {
            if (next == '"')
                throw new ListBrokenException("bad_quoting", "A quote stands inside a field that is not quoted.", _file, _line);
            Append((char)_text.Read());
        }
        if (_field.Length > 0 && _field[^1] == '\r')
            _field.Length--;
        return _field.ToString();
    }

    private string Quoted(long start)
    {
        _field.Clear();
        _text.Read();
        for (int next; (next = _text.Read()) != End;)
        {
            if (next == '\n')
                _line++;
            if (next != '"')
                Append((char)next);
            else if (_text.Peek() == '"')
                Append((char)_text.Read());
            else
                return Closed();
        }
        throw new ListBrokenException("truncated", "A quoted field has no end.", _file, start);
    }

    private string Closed()
    {
        while (_text.Peek() is ' ' or '\r')
            _text.Read();
        var next = _text.Peek();
        if (next != End && next != _separator && next != '\n')
            throw new ListBrokenException("bad_quoting", "Text follows a closing quote.", _file, _line);
        return _field.ToString();
    }

    private void Append(char c)
    {
        if (_field.Length == LongestField)
            throw new ListBrokenException("field_too_long", $"A field holds more than {LongestField} characters.", _file, _line);
        _field.Append(c);
    }
}
