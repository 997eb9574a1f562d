using System.Globalization;
using System.Xml.Linq;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Un;

/// <summary>
/// The United Nations Security Council consolidated list as XML (schema sc-sanctions.xsd). Both parts, individuals and entities, must be there;
/// a document that ends early is not well-formed and is refused.
/// </summary>
internal static class UnXml
{
    public static ListSnapshot Read(SourceFile file, ListReadOptions options)
    {
        if (SafeXml.RootOf(file) is var root && root != "CONSOLIDATED_LIST")
            throw new ListBrokenException("not_un_list", $"The root element is {root}.", file.Name, 1);
        var parties = new List<ListEntity>();
        var warnings = new List<ListWarning>();
        var parts = new HashSet<string>(StringComparer.Ordinal);
        DateTimeOffset? published = null;
        SafeXml.Each(file, new Dictionary<string, Action<XElement>>(StringComparer.Ordinal)
        {
            ["INDIVIDUAL"] = e => parties.Add(UnEntry.Person(e, file, warnings)),
            ["ENTITY"] = e => parties.Add(UnEntry.Entity(e, file)),
        }, (name, attribute) =>
        {
            parts.Add(name);
            published ??= Generated(attribute("dateGenerated"));
        });
        foreach (var part in (string[])["INDIVIDUALS", "ENTITIES"])
        {
            if (!parts.Contains(part))
                throw new ListBrokenException("missing_part", $"The list lacks its part {part}.", file.Name, 1);
        }
        return new ListSnapshot
        {
            ListKey = ListKeys.Un,
            Publisher = "United Nations Security Council",
            PublishedAt = published ?? options.PublishedAt,
            IsComplete = true,
            Sha256 = SourceFile.Hash([file]),
            Entities = SnapshotChecks.Sorted(parties, options, file.Name),
            Warnings = [.. warnings],
        };
    }

    private static DateTimeOffset? Generated(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
