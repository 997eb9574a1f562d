using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>One row of an OFAC legacy CSV file; <c>-0-</c> reads as null.</summary>
internal readonly record struct OfacCsvRow(long Line, string?[] Fields)
{
    private const string Null = "-0-";
    private const char EndMark = '\u001A';

    /// <summary>
    /// All rows of a file. A row with another number of columns than the published layout, a quote that never ends or text after the 0x1A end
    /// mark refuses the file with its line. The mark itself is optional: copies converted on the way lose it.
    /// </summary>
    public static List<OfacCsvRow> ReadAll(SourceFile file, int columns)
    {
        var rows = new List<OfacCsvRow>();
        var ended = false;
        foreach (var row in StrictCsv.Read(file))
        {
            if (ended)
                RefuseText(row, file);
            else if (!(ended = IsEndMark(row, file, out var fields)) || fields.Length > 1)
                rows.Add(Row(row with { Fields = fields }, columns, file, ended));
        }
        return rows;
    }

    private static OfacCsvRow Row(CsvRow row, int columns, SourceFile file, bool ended)
    {
        if (row.Fields.Length != columns)
            throw new ListBrokenException("wrong_column_count", $"{row.Fields.Length} columns where the layout has {columns}.", file.Name, row.Line);
        if (!row.HasEnd && !ended && !IsWhole(row))
            throw new ListBrokenException("truncated", "The last line is cut.", file.Name, row.Line);
        return new OfacCsvRow(row.Line, [.. row.Fields.Select(Value)]);
    }

    // Copies trimmed on the way lack the last line end, and with it perhaps the end of a closing "-0- ": nothing of the row is lost then.
    // Text that just stops is a cut; rows that are missing behind it show in the checks across the files.
    private static bool IsWhole(CsvRow row) => row.EndsQuoted || Null.StartsWith(row.Fields[^1].Trim(), StringComparison.Ordinal);

    private static string? Value(string field)
    {
        var value = field.Trim();
        return value.Length == 0 || value == Null || value == "-0" ? null : value;
    }

    // The mark stands in a row of its own, or behind the last field.
    private static bool IsEndMark(CsvRow row, SourceFile file, out string[] fields)
    {
        fields = row.Fields;
        var mark = fields[^1].IndexOf(EndMark, StringComparison.Ordinal);
        if (mark < 0)
            return false;
        if (fields[^1].AsSpan(mark + 1).Trim().Length > 0)
            throw new ListBrokenException("text_after_end", "Text follows the end mark.", file.Name, row.Line);
        fields = [.. fields[..^1], fields[^1][..mark]];
        return true;
    }

    private static void RefuseText(CsvRow row, SourceFile file)
    {
        if (Array.Exists(row.Fields, f => f.Trim().Length > 0))
            throw new ListBrokenException("text_after_end", "Text follows the end mark.", file.Name, row.Line);
    }
}
