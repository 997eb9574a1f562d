using System.Globalization;
using System.Xml.Linq;

namespace KybPlatform.Screening.Lists.Sources;

/// <summary>
/// The rows of the sheets of an OpenDocument spreadsheet (content.xml), as they are shown. Empty cells and rows that are only repeated to fill the
/// sheet are left out, so that a cell that says it stands a million times costs nothing.
/// </summary>
internal static class OpenSheet
{
    /// <summary>The widest of the tables has some sixty columns.</summary>
    private const int MostColumns = 512;

    public static List<CsvRow> Read(SourceFile file)
    {
        if (SafeXml.RootOf(file) is var root && root != "document-content")
            throw new ListBrokenException("not_a_sheet", $"The root element is {root}.", file.Name, 1);
        var rows = new List<CsvRow>();
        SafeXml.Each(file, new Dictionary<string, Action<XElement>>(StringComparer.Ordinal)
        {
            ["table-row"] = e =>
            {
                if (Cells(e, file) is { Length: > 0 } cells)
                    rows.Add(new CsvRow(rows.Count + 1, cells, true, false));
            },
        });
        return rows;
    }

    private static string[] Cells(XElement row, SourceFile file)
    {
        var cells = new List<string>();
        var empty = 0;
        foreach (var cell in row.Elements().Where(e => e.Name.LocalName is "table-cell" or "covered-table-cell"))
        {
            var text = string.Join('\n', cell.Children("p").Select(p => p.Value)).Trim();
            var times = Repeated(cell);
            if (text.Length == 0)
            {
                empty = Math.Min(MostColumns + 1, empty + times);
                continue;
            }
            if (cells.Count + empty + times > MostColumns)
                throw new ListBrokenException("too_many_columns", $"A row has more than {MostColumns} columns.", file.Name, row.Line());
            cells.AddRange(Enumerable.Repeat("", empty));
            cells.AddRange(Enumerable.Repeat(text, times));
            empty = 0;
        }
        return [.. cells];
    }

    private static int Repeated(XElement cell)
    {
        var text = cell.Attributes().FirstOrDefault(a => a.Name.LocalName == "number-columns-repeated")?.Value;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var times) && times > 0 ? Math.Min(times, MostColumns + 1) : 1;
    }
}
