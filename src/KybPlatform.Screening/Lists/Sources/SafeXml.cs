using System.Xml;
using System.Xml.Linq;

namespace KybPlatform.Screening.Lists.Sources;

/// <summary>
/// XML read element by element. A document type or an entity refuses the file, as does whatever is not well-formed to its very end: a list that
/// was cut on the way never reads as a smaller list. Names are compared without their namespace, which publishers change from issue to issue.
/// </summary>
internal static class SafeXml
{
    /// <summary>Official lists nest some twelve elements deep.</summary>
    private const int Deepest = 64;

    /// <summary>The local name of the root element.</summary>
    public static string RootOf(SourceFile file) => Read(file, reader =>
    {
        reader.MoveToContent();
        return reader.LocalName;
    });

    /// <summary>
    /// Hands every element of these names, whole and with its line, to its reader, wherever it stands; every other element is only shown as it
    /// passes, by its name and attributes. The document is read to its end.
    /// </summary>
    public static void Each(
        SourceFile file, IReadOnlyDictionary<string, Action<XElement>> readers, Action<string, Func<string, string?>>? passing = null) => Read(file, reader =>
    {
        reader.MoveToContent();
        while (!reader.EOF)
        {
            if (reader.Depth > Deepest)
                throw new ListBrokenException("too_deep", $"Elements are nested more than {Deepest} deep.", file.Name, ((IXmlLineInfo)reader).LineNumber);
            if (reader.NodeType == XmlNodeType.Element && readers.TryGetValue(reader.LocalName, out var use))
            {
                use(Whole(reader));
                continue;
            }
            if (reader.NodeType == XmlNodeType.Element)
                passing?.Invoke(reader.LocalName, reader.GetAttribute);
            reader.Read();
        }
        return true;
    });

    public static XElement? Child(this XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements().Where(e => e.Name.LocalName == name);

    /// <summary>The elements two steps down: <c>list/item</c>.</summary>
    public static IEnumerable<XElement> Items(this XElement element, string list, string item) => element.Children(list).SelectMany(l => l.Children(item));

    /// <summary>The trimmed text of a child; null when it is not there or empty.</summary>
    public static string? Text(this XElement element, string name) => element.Child(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The trimmed value of an attribute; null when it is not there or empty.</summary>
    public static string? Given(this XElement element, string name) => element.Attribute(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    public static long Line(this XElement element) => ((IXmlLineInfo)element).LineNumber;

    private static XElement Whole(XmlReader reader)
    {
        XElement element;
        using (var inner = reader.ReadSubtree())
            element = XElement.Load(inner, LoadOptions.SetLineInfo);
        reader.Read();
        return element;
    }

    private static T Read<T>(SourceFile file, Func<XmlReader, T> read)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = SourceFile.MaxBytes,
            CloseInput = true,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        try
        {
            using var reader = XmlReader.Create(file.Open(), settings);
            return read(reader);
        }
        catch (XmlException broken)
        {
            throw new ListBrokenException("broken_xml", broken.Message, file.Name, broken.LineNumber);
        }
    }
}
