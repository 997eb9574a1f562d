using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>
/// The formats in which OFAC publishes the same list: the legacy CSV files, and one XML file of the classic (<c>sdnList</c>), the enhanced
/// (<c>sanctionsData</c>) or the advanced (<c>Sanctions</c>) schema.
/// </summary>
internal static class OfacFormats
{
    public const string Publisher = "US Department of the Treasury, Office of Foreign Assets Control";

    public static ListSnapshot Read(string listKey, IReadOnlyList<SourceFile> files, ListReadOptions options) =>
        files is [var file] && file.FirstLetter() == '<'
            ? SafeXml.RootOf(file) switch
            {
                "sdnList" => ClassicXml.Read(listKey, file, options),
                "sanctionsData" => EnhancedXml.Read(listKey, file, options),
                "Sanctions" => AdvancedXml.Read(listKey, file, options),
                var other => throw new ListBrokenException("not_ofac_list", $"The root element is {other}.", file.Name, 1),
            }
            : OfacCsv.Read(listKey, files, options);

    /// <summary>Enhanced and advanced files name the list that they hold.</summary>
    public static void RefuseOther(string listKey, IReadOnlyCollection<string> named, SourceFile file)
    {
        var wanted = listKey == ListKeys.OfacSdn ? "SDN List" : "Consolidated List";
        if (named.Count > 0 && !named.Contains(wanted, StringComparer.OrdinalIgnoreCase))
            throw new ListBrokenException("wrong_list", $"The file holds {string.Join(", ", named)}, not the {wanted}.", file.Name);
    }

    public static ListSnapshot Snapshot(
        string listKey, SourceFile file, DateTimeOffset? published, IReadOnlyCollection<ListEntity> entities, List<ListWarning> warnings, ListReadOptions options) => new()
        {
            ListKey = listKey,
            Publisher = Publisher,
            PublishedAt = published ?? options.PublishedAt,
            IsComplete = true,
            Sha256 = file.Sha256(),
            Entities = SnapshotChecks.Sorted(entities, options, file.Name),
            Warnings = [.. warnings],
        };

    public static EntitySchema Schema(string? type, SourceFile file, long line) => type?.ToLowerInvariant() switch
    {
        "entity" => EntitySchema.Organization,
        "individual" => EntitySchema.Person,
        "vessel" => EntitySchema.Vessel,
        "aircraft" => EntitySchema.Aircraft,
        var other => throw new ListBrokenException("unknown_type", $"Unknown entry type '{other}'.", file.Name, line),
    };

    /// <summary>"FAMILY, Given", as the CSV writes people.</summary>
    public static string? Name(string? last, string? first) => (last, first) switch
    {
        (null, _) => first,
        (_, null) => last,
        _ => $"{last}, {first}",
    };
}
