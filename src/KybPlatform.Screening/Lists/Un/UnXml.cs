using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace KybPlatform.Screening.Lists.Un;

/// <summary>
/// The United Nations Security Council consolidated list as XML (schema sc-sanctions.xsd). Both parts, individuals and entities, must be there;
/// a document that ends early is not well-formed and is refused.
/// </summary>
internal static class UnXml
{
    public static ListSnapshot Read(IReadOnlyList<SourceFile> sources, ListReadOptions options)
    {
        if (sources.Count != 1)
            throw new ListBrokenException("one_file_expected", $"The UN list is one XML file, {sources.Count} came.", "");
        var file = sources[0];
        var root = Parse(file);
        if (root.Name.LocalName != "CONSOLIDATED_LIST")
            throw new ListBrokenException("not_un_list", $"The root element is {root.Name.LocalName}.", file.Name, 1);
        var individuals = Part(root, "INDIVIDUALS", file).Elements("INDIVIDUAL");
        var entities = Part(root, "ENTITIES", file).Elements("ENTITY");

        var warnings = new List<ListWarning>();
        var parties = individuals.Select(e => UnEntry.Person(e, file, warnings)).Concat(entities.Select(e => UnEntry.Entity(e, file))).ToList();
        return new ListSnapshot
        {
            ListKey = ListKeys.Un,
            Publisher = "United Nations Security Council",
            PublishedAt = Generated(root) ?? options.PublishedAt,
            IsComplete = true,
            Sha256 = SourceFile.Hash([file]),
            Entities = SnapshotChecks.Sorted(parties, options, file.Name),
            Warnings = [.. warnings],
        };
    }

    private static XElement Parse(SourceFile file)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(file.Bytes, false), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException broken)
        {
            throw new ListBrokenException("broken_xml", broken.Message, file.Name, broken.LineNumber);
        }
    }

    private static XElement Part(XElement root, string name, SourceFile file) =>
        root.Element(name) ?? throw new ListBrokenException("missing_part", $"The list lacks its part {name}.", file.Name, 1);

    private static DateTimeOffset? Generated(XElement root) =>
        DateTimeOffset.TryParse(root.Attribute("dateGenerated")?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
