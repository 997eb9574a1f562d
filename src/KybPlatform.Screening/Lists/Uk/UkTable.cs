using System.Globalization;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Uk;

/// <summary>
/// The tables of the United Kingdom, as CSV or as the OpenDocument export of the same: a line with the date of the report, a line with the column
/// names, then rows. A header without the columns of the layout is another file and refused.
/// </summary>
internal static class UkTable
{
    private const int DeepestHeader = 5;

    public static ListSnapshot Read(UkLayout layout, IReadOnlyList<SourceFile> files, ListReadOptions options)
    {
        var sheet = files.FirstOrDefault(f => f.Name == "content.xml");
        var file = sheet ?? (files.Count == 1 ? files[0] : throw new ListBrokenException("one_file_expected", $"This list is one file, {files.Count} came.", ""));
        var rows = sheet is null ? StrictCsv.Read(file) : OpenSheet.Read(sheet);

        UkColumns? columns = null;
        DateTimeOffset? published = null;
        var parties = new Dictionary<string, UkParty>(StringComparer.Ordinal);
        var warnings = new List<ListWarning>();
        var read = 0;
        foreach (var row in rows)
        {
            if (columns is null)
            {
                published ??= Date(row);
                columns = UkColumns.From(row, layout);
                if (columns is null && ++read >= DeepestHeader)
                    break;
            }
            else if (Array.Exists(row.Fields, f => f.Length > 0))
                Add(new UkRow(columns.Check(row, file, sheet is not null), columns), row.Line);
        }
        if (columns is null)
            throw new ListBrokenException("not_uk_list", $"No line of the first {DeepestHeader} names the columns of this list.", file.Name, 1);
        return new ListSnapshot
        {
            ListKey = layout.ListKey,
            Publisher = layout.Publisher,
            PublishedAt = published ?? options.PublishedAt,
            IsComplete = true,
            Sha256 = file.Sha256(),
            Entities = SnapshotChecks.Sorted([.. parties.Values.Select(p => p.ToEntity(layout, file))], options, file.Name),
            Warnings = [.. warnings],
        };

        void Add(UkRow row, long line)
        {
            var key = row[layout.Key] ?? throw new ListBrokenException("missing_id", $"The row has no {layout.Key}.", file.Name, line);
            if (!parties.TryGetValue(key, out var party))
                parties[key] = party = new UkParty(key, line, detail => warnings.Add(new ListWarning("unread_date", detail, file.Name, line)));
            party.Add(row, layout);
        }
    }

    // "Report Date: 28-Nov-2025" in one field, or "Last Updated" and "01/09/2025" in two.
    private static DateTimeOffset? Date(CsvRow row)
    {
        foreach (var text in row.Fields.Take(2).Select(f => f[(f.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))
        {
            if (DateTimeOffset.TryParseExact(text, ["dd-MMM-yyyy", "d-MMM-yyyy", "dd/MM/yyyy", "d MMM yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return at;
        }
        return null;
    }
}
