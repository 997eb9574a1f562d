using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;
using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>
/// Level 1 of GLEIF as the golden copy's XML (Common Data File format 2.1 and 3.1, <c>lei:LEIRecord</c>). Read entry by entry, as it comes; document types and entities are refused.
/// </summary>
internal static class GleifXml
{
    // An entry is a few thousand bytes; what is far larger is none.
    private const int MostElements = 5_000;

    private static readonly XmlReaderSettings Strict = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersFromEntities = 1_000,
    };

    /// <exception cref="FormatException">It is no XML, or no file of this kind.</exception>
    public static async IAsyncEnumerable<RegisterRecord?> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken ct)
    {
        using var xml = XmlReader.Create(content, Strict);
        if (!await IsHeadAsync(xml)) throw new FormatException("The file is no LEI data: its first element is not LEIData.");
        while (await NextAsync(xml))
        {
            ct.ThrowIfCancellationRequested();
            if (await EntryAsync(xml) is { } entry) yield return Of(entry);
        }
    }

    private static async Task<bool> IsHeadAsync(XmlReader xml) => await GuardedAsync(async () => await xml.MoveToContentAsync() == XmlNodeType.Element && xml.LocalName == "LEIData");

    private static Task<bool> NextAsync(XmlReader xml) => GuardedAsync(async () =>
    {
        // An entry that was read whole has moved the reader behind itself, perhaps onto the next.
        while (xml.NodeType != XmlNodeType.Element || xml.LocalName != "LEIRecord")
            if (!await xml.ReadAsync()) return false;
        return true;
    });

    /// <summary>Null for an entry that is far too large to be one.</summary>
    private static Task<XElement?> EntryAsync(XmlReader xml) => GuardedAsync(async () =>
    {
        var (root, open, elements) = ((XElement?)null, new Stack<XElement>(), 0);
        var depth = xml.Depth;
        do
        {
            if (xml.NodeType == XmlNodeType.Element && ++elements <= MostElements)
            {
                var element = new XElement(xml.LocalName, Attributes(xml));
                if (open.TryPeek(out var parent)) parent.Add(element);
                root ??= element;
                xml.MoveToElement();
                if (!xml.IsEmptyElement) open.Push(element);
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && elements <= MostElements && open.TryPeek(out var holder)) holder.Add(xml.Value);
            else if (xml.NodeType == XmlNodeType.EndElement && elements <= MostElements) open.TryPop(out _);
            if (xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth) break;
        }
        while (await xml.ReadAsync());
        await xml.ReadAsync();
        return elements > MostElements ? null : root;
    });

    // xml:lang and type: all that is looked at is the type.
    private static List<XAttribute> Attributes(XmlReader xml)
    {
        var found = new List<XAttribute>();
        if (xml.GetAttribute("type") is { } type) found.Add(new XAttribute("type", type));
        return found;
    }

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (XmlException wrong)
        {
            throw new FormatException($"The file is no well-formed XML at line {wrong.LineNumber}.");
        }
    }

    private static RegisterRecord? Of(XElement entry)
    {
        if (RegisterTexts.Number(GleifRecords.Lei, Text(entry, "LEI")) is not { } lei) return null;
        var entity = entry.Element("Entity");
        var authority = entity?.Element("RegistrationAuthority");
        var own = RegistrationAuthorities.SchemeOf(Text(authority, "RegistrationAuthorityID")) is { } scheme ? RegisterTexts.Number(scheme, Text(authority, "RegistrationAuthorityEntityID")) : null;
        return GleifRecords.Make(
            lei, own, Text(entity, "LegalName"), Others(entity), Text(entity, "EntityStatus"), Text(entry.Element("Registration"), "RegistrationStatus"),
            [Address(entity?.Element("LegalAddress"), RegisterAddressKind.Registered), Address(entity?.Element("HeadquartersAddress"), RegisterAddressKind.Headquarters)],
            Text(entity?.Element("LegalForm"), "EntityLegalFormCode"), Text(entity, "EntityCreationDate"), Text(entity, "EntityExpirationDate"));
    }

    private static IEnumerable<RegisterName?> Others(XElement? entity) =>
        Items(entity, "OtherEntityNames").Select(n => RegisterTexts.Name(n.Value, GleifRecords.KindOf(n.Attribute("type")?.Value)))
            .Concat(Items(entity, "TransliteratedOtherEntityNames").Select(n => RegisterTexts.Name(n.Value, RegisterNameKind.Transliterated)));

    private static RegisterAddress? Address(XElement? at, RegisterAddressKind kind) => at is null ? null : RegisterTexts.Address(
        kind, [Text(at, "FirstAddressLine"), .. at.Elements("AdditionalAddressLine").Select(l => l.Value)], Text(at, "City"), Text(at, "Region"), Text(at, "PostalCode"), Text(at, "Country"));

    private static IEnumerable<XElement> Items(XElement? of, string name) => of?.Element(name)?.Elements() ?? [];

    private static string? Text(XElement? of, string name) => of?.Element(name)?.Value is { Length: > 0 } text ? text : null;
}
