using System.Collections.Immutable;
using System.Xml.Linq;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Un;

/// <summary>One INDIVIDUAL or ENTITY element as a listed party.</summary>
internal static class UnEntry
{
    private static readonly string[] NameParts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];

    public static ListEntity Person(XElement element, SourceFile file, List<ListWarning> warnings) =>
        Build(element, EntitySchema.Person, "INDIVIDUAL", file) with
        {
            BirthDates = [.. UnBirthDates.Read(element, detail => warnings.Add(new ListWarning("unread_date", detail, file.Name, element.Line())))],
            Identifiers = [.. element.Elements("INDIVIDUAL_DOCUMENT").Select(Document).OfType<ListIdentifier>().Distinct()],
        };

    public static ListEntity Entity(XElement element, SourceFile file) => Build(element, EntitySchema.Organization, "ENTITY", file);

    private static ListEntity Build(XElement element, EntitySchema schema, string prefix, SourceFile file)
    {
        var id = Text(element, "DATAID") ?? throw new ListBrokenException("missing_id", "The entry has no DATAID.", file.Name, element.Line());
        var name = string.Join(' ', NameParts.Select(p => Text(element, p)).OfType<string>());
        if (name.Length == 0)
            throw new ListBrokenException("missing_name", $"Entry {id} has no name.", file.Name, element.Line());

        var addresses = element.Elements($"{prefix}_ADDRESS").Select(Address).OfType<ListAddress>().Distinct().ToImmutableArray();
        var nationalities = element.Elements("NATIONALITY").Elements("VALUE").Select(v => CountryNames.ToCode(v.Value));
        var aliases = new UnAliases(schema, ref name);
        aliases.Add(Text(element, "NAME_ORIGINAL_SCRIPT"), AliasStrength.Strong);
        foreach (var alias in element.Elements($"{prefix}_ALIAS"))
            aliases.Add(Text(alias, "ALIAS_NAME"), Text(alias, "QUALITY") == "Low" ? AliasStrength.Weak : AliasStrength.Strong);
        return new ListEntity
        {
            Id = id,
            ListKey = ListKeys.Un,
            Schema = schema,
            Name = name,
            Aliases = aliases.ToImmutable(),
            Countries = [.. nationalities.Concat(addresses.Select(a => a.Country)).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Addresses = addresses,
            Programs = Text(element, "UN_LIST_TYPE") is { } type ? [type] : [],
            Remarks = Join(Text(element, "REFERENCE_NUMBER"), Text(element, "COMMENTS1")),
        };
    }

    private static ListIdentifier? Document(XElement document)
    {
        if (Text(document, "NUMBER") is not { } number)
            return null;
        var type = Text(document, "TYPE_OF_DOCUMENT") ?? "";
        var kind = type.Contains("Passport", StringComparison.OrdinalIgnoreCase) ? "passport"
            : type.Contains("National", StringComparison.OrdinalIgnoreCase) ? "national_id" : "other";
        return new ListIdentifier(kind, number, CountryNames.ToCode(Text(document, "ISSUING_COUNTRY") ?? Text(document, "COUNTRY_OF_ISSUE")));
    }

    private static ListAddress? Address(XElement address)
    {
        var (street, country) = (Text(address, "STREET"), Text(address, "COUNTRY"));
        var city = Join(Join(Text(address, "CITY"), Text(address, "STATE_PROVINCE")), Text(address, "ZIP_CODE"));
        return street is null && city is null && country is null ? null : new ListAddress(street, city, CountryNames.ToCode(country));
    }

    private static string? Join(string? first, string? second) => (first, second) switch
    {
        (null, null) => null,
        (null, _) => second,
        (_, null) => first,
        _ => $"{first}; {second}",
    };

    internal static string? Text(XElement element, string name) =>
        element.Element(name)?.Value.Trim() is { Length: > 0 } text && text is not ("na" or "NA" or "N/A") ? text : null;
}
