using System.Text.Json;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.OpenSanctions;

/// <summary>
/// A collection of OpenSanctions as FollowTheMoney JSON, one entity a line: <c>targets.nested.json</c>, or <c>entities.ftm.json</c>, of which the
/// targets are taken. With the collection's <c>index.json</c> beside it the number of its targets must agree and its date is known; without it
/// the end of a file that was cut between two lines cannot be seen.
/// </summary>
internal static class FtmJson
{
    private const int MostEntities = 5_000_000;
    private const long MostIndex = 16L * 1024 * 1024;

    public static ListSnapshot Read(IReadOnlyList<SourceFile> files, ListReadOptions options)
    {
        var index = files.FirstOrDefault(f => Path.GetFileName(f.Name) == "index.json");
        var data = files.Where(f => f != index).ToList();
        if (data.Count != 1)
            throw new ListBrokenException("one_file_expected", $"The collection is one file of entities, {data.Count} came.", "");
        var (count, published) = index is null ? (null, null) : Promised(index);
        var entities = new List<ListEntity>();
        var warnings = new List<ListWarning>();
        JsonLines.Each(data[0], (entity, line) =>
        {
            if (FtmEntity.Read(entity, data[0], line, warnings) is { } party)
                entities.Add(party);
            if (entities.Count > MostEntities)
                throw new ListBrokenException("too_many_entries", $"The file holds more than {MostEntities} targets.", data[0].Name, line);
        });
        if (count is { } promised && promised != entities.Count)
            throw new ListBrokenException("truncated", $"The index promises {promised} targets and the file holds {entities.Count}.", data[0].Name);
        return new ListSnapshot
        {
            ListKey = ListKeys.OpenSanctions,
            Publisher = "OpenSanctions",
            PublishedAt = published ?? options.PublishedAt,
            IsComplete = true,
            Sha256 = SourceFile.Hash(files),
            Entities = SnapshotChecks.Sorted(entities, options, data[0].Name),
            Warnings = [.. warnings],
        };
    }

    private static (int? Count, DateTimeOffset? Published) Promised(SourceFile index)
    {
        var root = JsonLines.Whole(index, MostIndex);
        int? count = root.TryGetProperty("target_count", out var targets) && targets.TryGetInt32(out var number) ? number : null;
        var published = root.TryGetProperty("last_export", out var exported) && exported.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(exported.GetString(), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at : (DateTimeOffset?)null;
        return (count, published);
    }
}
