namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>One row of an OFAC legacy CSV file; <c>-0-</c> reads as null.</summary>
internal readonly record struct OfacCsvRow(long Line, string?[] Fields)
{
    private const string Null = "-0-";

    /// <summary>
    /// All rows of a file. A row with another number of columns than the published layout, a quote that never ends or text after the 0x1A end
    /// mark refuses the file with its line. The mark itself is optional: copies converted on the way lose it.
    /// </summary>
    public static List<OfacCsvRow> ReadAll(SourceFile file, int columns)
    {
        var rows = new List<OfacCsvRow>();
        var text = WithoutEndMark(file);
        foreach (var row in StrictCsv.Read(text, file.Name))
        {
            if (row.Fields.Length != columns)
                throw new ListBrokenException("wrong_column_count", $"{row.Fields.Length} columns where the layout has {columns}.", file.Name, row.Line);
            if (!row.HasEnd && !IsWhole(row, text))
                throw new ListBrokenException("truncated", "The last line is cut.", file.Name, row.Line);
            rows.Add(new OfacCsvRow(row.Line, [.. row.Fields.Select(Value)]));
        }
        return rows;
    }

    // Copies trimmed on the way lack the last line end, and with it perhaps the end of a closing "-0- ": nothing of the row is lost then.
    // Text that just stops is a cut; rows that are missing behind it show in the checks across the files.
    private static bool IsWhole(CsvRow row, string text) =>
        Null.StartsWith(row.Fields[^1].Trim(), StringComparison.Ordinal) || text.TrimEnd().EndsWith('"');

    private static string? Value(string field)
    {
        var value = field.Trim();
        return value.Length == 0 || value == Null || value == "-0" ? null : value;
    }

    private static string WithoutEndMark(SourceFile file)
    {
        var text = file.Text();
        var mark = text.IndexOf('\u001A', StringComparison.Ordinal);
        if (mark < 0)
            return text;
        if (text.AsSpan(mark + 1).Trim().Length > 0)
            throw new ListBrokenException("text_after_end", "Text follows the end mark.", file.Name, 1 + text.AsSpan(0, mark).Count('\n'));
        return text[..mark];
    }
}
