using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>A row by its columns' names, or by their places counted from 0 where the file has no header.</summary>
internal sealed class CsvRow(Dictionary<string, int> places, List<string> fields)
{
    /// <summary>Null for what is empty or not there.</summary>
    public string? this[string column] => places.TryGetValue(column, out var at) && at < fields.Count ? RegisterTexts.Clean(fields[at]) : null;
}

/// <summary>The rows of a separated file (RFC 4180), one at a time.</summary>
internal static class CsvRows
{
    /// <exception cref="DatasetFormatException">A column that is needed is not there, or a field has no end.</exception>
    public static async IAsyncEnumerable<CsvRow> ReadAsync(
        DatasetFile file, char delimiter, Encoding encoding, bool header, IEnumerable<string> needed, [EnumeratorCancellation] CancellationToken ct)
    {
        using var text = new StreamReader(file.Content, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        var records = new CsvRecords(text, delimiter, file.Name);
        Dictionary<string, int>? places = null;
        while (await records.NextAsync(ct) is { } fields)
        {
            if (places is null)
            {
                places = Places(header ? fields : [.. Enumerable.Range(0, fields.Count).Select(i => i.ToString(CultureInfo.InvariantCulture))]);
                if (needed.FirstOrDefault(n => !places.ContainsKey(n)) is { } absent) throw new DatasetFormatException(file.Name, 1, $"There is no column '{absent}'.");
                if (header) continue;
            }
            yield return new CsvRow(places, fields);
        }
    }

    private static Dictionary<string, int> Places(List<string> names)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++) places.TryAdd(names[i].Trim(), i);
        return places;
    }
}

/// <summary>Cuts text into records and fields. A quote counts only at a field's start; inside, a doubled one stands for itself, and line ends belong to the field.</summary>
internal sealed class CsvRecords(TextReader text, char delimiter, string file)
{
    private const int LongestField = 1 << 16;
    private const int MostFields = 1_000;
    private readonly char[] _buffer = new char[1 << 15];
    private readonly StringBuilder _field = new();
    private int _at;
    private int _end;
    private long _line = 1;

    /// <summary>Null behind the last record; lines without anything are passed over.</summary>
    public async ValueTask<List<string>?> NextAsync(CancellationToken ct)
    {
        var fields = new List<string>();
        var (quoted, wasQuoted) = (false, false);
        while (await PeekAsync(ct) is var c and >= 0)
        {
            _at++;
            if (quoted)
            {
                if (c == '\n') _line++;
                if (c != '"') Add((char)c);
                else if (await PeekAsync(ct) == '"') { Add('"'); _at++; }
                else quoted = false;
            }
            else if (c == '"' && _field.Length == 0 && !wasQuoted) (quoted, wasQuoted) = (true, true);
            else if (c == delimiter) { Close(fields); wasQuoted = false; }
            else if (c == '\n')
            {
                _line++;
                if (fields.Count == 0 && _field.Length == 0 && !wasQuoted) continue;
                return Close(fields);
            }
            else if (c != '\r') Add((char)c);
        }
        if (quoted) throw new DatasetFormatException(file, _line, "A quote is never closed.");
        return fields.Count == 0 && _field.Length == 0 ? null : Close(fields);
    }

    private List<string> Close(List<string> fields)
    {
        if (fields.Count >= MostFields) throw new DatasetFormatException(file, _line, "There are too many fields in the row.");
        fields.Add(_field.ToString());
        _field.Clear();
        return fields;
    }

    private void Add(char c)
    {
        if (_field.Length >= LongestField) throw new DatasetFormatException(file, _line, "A field is too long: a quote may be missing.");
        _field.Append(c);
    }

    private async ValueTask<int> PeekAsync(CancellationToken ct)
    {
        if (_at < _end) return _buffer[_at];
        (_at, _end) = (0, await text.ReadAsync(_buffer, ct));
        return _end == 0 ? -1 : _buffer[0];
    }
}

/// <summary>The content is not what its format says; nothing of it is used.</summary>
internal sealed class DatasetFormatException(string file, long line, string detail) : Exception(line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {detail}") : $"{file}: {detail}");
