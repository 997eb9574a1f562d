using System.Text.Json;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Us;

/// <summary>
/// The Consolidated Screening List of the US International Trade Administration, as its CSV or its JSON. Entries of the export lists do not say
/// whether they are people.
/// </summary>
internal static class CslFormats
{
    private const long MostJson = 256L * 1024 * 1024;

    private static readonly string[] Required = ["_id", "source", "type", "name", "alt_names", "addresses", "ids", "dates_of_birth"];

    public static ListSnapshot Read(SourceFile file, ListReadOptions options)
    {
        var warnings = new List<ListWarning>();
        var entities = file.FirstLetter() == '{' ? FromJson(file, warnings) : FromCsv(file, warnings);
        return new ListSnapshot
        {
            ListKey = ListKeys.UsCsl,
            Publisher = "US Department of Commerce, International Trade Administration",
            PublishedAt = options.PublishedAt,
            IsComplete = true,
            Sha256 = file.Sha256(),
            Entities = SnapshotChecks.Sorted(entities, options, file.Name),
            Warnings = [.. warnings],
        };
    }

    private static List<ListEntity> FromCsv(SourceFile file, List<ListWarning> warnings)
    {
        var entities = new List<ListEntity>();
        string[]? header = null;
        foreach (var row in StrictCsv.Read(file))
        {
            if (header is null)
            {
                header = [.. row.Fields.Select(f => f.Trim())];
                if (Required.FirstOrDefault(r => !header.Contains(r)) is { } lacking)
                    throw new ListBrokenException("not_csl", $"The header lacks the column {lacking}.", file.Name, row.Line);
                continue;
            }
            if (row.Fields.Length != header.Length)
                throw new ListBrokenException(row.HasEnd ? "wrong_column_count" : "truncated", $"{row.Fields.Length} columns where the header has {header.Length}.", file.Name, row.Line);
            // Some exports write the header a second time.
            if (!row.Fields.SequenceEqual(header))
                entities.Add(CslEntry.Build(CslEntry.OfCsv(header, row.Fields), file, row.Line, warnings));
        }
        return header is null ? throw new ListBrokenException("empty_list", "The file is empty.", file.Name) : entities;
    }

    private static List<ListEntity> FromJson(SourceFile file, List<ListWarning> warnings)
    {
        var root = JsonLines.Whole(file, MostJson);
        if (!root.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
            throw new ListBrokenException("not_csl", "The file has no array 'results'.", file.Name);
        if (root.TryGetProperty("total", out var total) && total.TryGetInt32(out var promised) && promised != results.GetArrayLength())
            throw new ListBrokenException("truncated", $"The file says that it holds {promised} entries and holds {results.GetArrayLength()}.", file.Name);
        return [.. results.EnumerateArray().Select((e, i) => CslEntry.Build(CslEntry.OfJson(e), file, i + 1, warnings))];
    }
}
