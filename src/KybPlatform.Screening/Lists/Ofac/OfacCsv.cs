using System.Collections.Immutable;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>
/// OFAC's legacy CSV layout (ofac.treasury.gov, "SDN List data formats": 12 columns of primary names, 5 of aliases, 6 of addresses, 2 of
/// overflow remarks, joined by ent_num). The files carry no date, so the caller gives it.
/// </summary>
internal static class OfacCsv
{
    public static ListSnapshot Read(string listKey, IReadOnlyList<SourceFile> sources, ListReadOptions options)
    {
        var files = OfacFileSet.From(listKey, sources);
        var primary = OfacCsvRow.ReadAll(files.Primary, 12);
        var ids = primary.Select(r => Id(r, files.Primary)).ToHashSet(StringComparer.Ordinal);
        var aliases = Joined(files.Aliases, 5, ids);
        var addresses = Joined(files.Addresses, 6, ids);
        var comments = files.Comments is { } extra ? Joined(extra, 2, ids) : Enumerable.Empty<OfacCsvRow>().ToLookup(_ => "");
        RefuseTruncatedTail(files, primary, aliases, addresses);

        var warnings = new List<ListWarning>();
        var entities = primary
            .Select(row => OfacEntry.Build(listKey, row, aliases[row.Fields[0]!], addresses[row.Fields[0]!], comments[row.Fields[0]!], files, warnings))
            .ToList();
        return new ListSnapshot
        {
            ListKey = listKey,
            Publisher = "US Department of the Treasury, Office of Foreign Assets Control",
            PublishedAt = options.PublishedAt,
            IsComplete = true,
            Sha256 = SourceFile.Hash(files.All),
            Entities = SnapshotChecks.Sorted(entities, options, files.Primary.Name),
            Warnings = [.. warnings],
        };
    }

    private static string Id(OfacCsvRow row, SourceFile file) => row.Fields[0] is { } id && id.All(char.IsAsciiDigit)
        ? id
        : throw new ListBrokenException("bad_id", "The first column is not an entry number.", file.Name, row.Line);

    // A row that points to an entry which the primary file lacks shows that the files are of different issues or that one was cut.
    private static ILookup<string, OfacCsvRow> Joined(SourceFile file, int columns, HashSet<string> ids)
    {
        var rows = OfacCsvRow.ReadAll(file, columns);
        foreach (var row in rows)
        {
            if (!ids.Contains(Id(row, file)))
                throw new ListBrokenException("unknown_entry", $"Entry {row.Fields[0]} is not in the primary file: cut, or of another issue.", file.Name, row.Line);
        }
        return rows.ToLookup(r => r.Fields[0]!, StringComparer.Ordinal);
    }

    // OFAC writes an address row for every entry, even an empty one, and sorts all files by entry: a missing tail is visible.
    private static void RefuseTruncatedTail(
        OfacFileSet files, List<OfacCsvRow> primary, ILookup<string, OfacCsvRow> aliases, ILookup<string, OfacCsvRow> addresses)
    {
        var withoutAddress = primary.Count(r => !addresses.Contains(r.Fields[0]!));
        if (withoutAddress > primary.Count / 50)
            throw new ListBrokenException("truncated", $"{withoutAddress} of {primary.Count} entries have no address row.", files.Addresses.Name);

        var lastWithAlias = primary.FindLastIndex(r => aliases.Contains(r.Fields[0]!));
        var tail = primary.Count - 1 - lastWithAlias;
        if (tail > Math.Max(50, primary.Count / 20))
            throw new ListBrokenException("truncated", $"The last {tail} of {primary.Count} entries have no alias.", files.Aliases.Name);
    }
}
