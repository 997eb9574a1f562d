using System.Xml.Linq;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>One profile of an advanced file, with the identities by which its documents point to it.</summary>
internal sealed record AdvancedParty(string Id, EntitySchema Schema, string Name, PartyParts Parts, IReadOnlyList<string> Identities)
{
    public static AdvancedParty Read(
        XElement profile, AdvancedReferences references, IReadOnlyDictionary<string, AdvancedPlace> places, SourceFile file, List<ListWarning> warnings)
    {
        var id = profile.Given("ID") ?? throw new ListBrokenException("missing_id", "The profile has no ID.", file.Name, profile.Line());
        var parts = new PartyParts(detail => warnings.Add(new ListWarning("unread_date", detail, file.Name, profile.Line())));
        string? name = null;
        foreach (var identity in profile.Children("Identity"))
        {
            var types = identity.Items("NamePartGroups", "MasterNamePartGroup").SelectMany(g => g.Children("NamePartGroup"))
                .ToDictionary(g => g.Given("ID") ?? "", g => references["NamePartType", g.Given("NamePartTypeID")], StringComparer.Ordinal);
            foreach (var alias in identity.Children("Alias"))
                AddNames(alias, types, parts, ref name);
        }
        foreach (var feature in profile.Children("Feature"))
            AddFeature(feature, references, places, parts);
        return new AdvancedParty(
            id, OfacFormats.Schema(references.PartyKind(profile.Given("PartySubTypeID")), file, profile.Line()),
            name ?? throw new ListBrokenException("missing_name", $"Profile {id} has no name.", file.Name, profile.Line()), parts,
            [.. profile.Children("Identity").Select(i => i.Given("ID")).OfType<string>()]);
    }

    // One alias holds the same name in several scripts; the first one of the primary alias is the party's name.
    private static void AddNames(XElement alias, Dictionary<string, string?> types, PartyParts parts, ref string? name)
    {
        foreach (var documented in alias.Children("DocumentedName"))
        {
            if (alias.Given("Primary") == "true" && name is null)
                name = Written(documented, types);
            else
                parts.Alias(Written(documented, types), alias.Given("LowQuality") == "true");
        }
    }

    private static string? Written(XElement documented, Dictionary<string, string?> types)
    {
        var values = documented.Items("DocumentedNamePart", "NamePartValue").ToLookup(v => types.GetValueOrDefault(v.Given("NamePartGroupID") ?? "") is "Last Name", v => v.Value.Trim());
        return OfacFormats.Name(Joined(values[true]), Joined(values[false]));
    }

    private static string? Joined(IEnumerable<string> words) => string.Join(' ', words) is { Length: > 0 } text ? text : null;

    private static void AddFeature(XElement feature, AdvancedReferences references, IReadOnlyDictionary<string, AdvancedPlace> places, PartyParts parts)
    {
        var type = references["FeatureType", feature.Given("FeatureTypeID")];
        foreach (var version in feature.Children("FeatureVersion"))
        {
            var place = version.Child("VersionLocation")?.Given("LocationID") is { } at ? places.GetValueOrDefault(at) : null;
            if (type is "Birthdate")
                AddBirth(version.Child("DatePeriod"), parts);
            else if (type is "Nationality Country" or "Citizenship Country" or "Nationality of Registration" or "Vessel Flag")
                parts.Country(place?.Country ?? Detail(version, references));
            else if (type is "Location" && place is not null)
                parts.Address(place.Street, place.City, place.Country);
            else
                parts.Number(type, Detail(version, references), null);
        }
    }

    private static string? Detail(XElement version, AdvancedReferences references) =>
        version.Text("VersionDetail") ?? references["DetailReference", version.Child("VersionDetail")?.Given("DetailReferenceID")];

    private static void AddBirth(XElement? period, PartyParts parts)
    {
        var circa = period?.Child("Start")?.Given("Approximate") == "true";
        if (AdvancedXml.Day(period?.Child("Start")?.Child("From")) is { } first && AdvancedXml.Day(period?.Child("End")?.Child("To")) is { } last)
            parts.Born(PartialDate.Between(PartialDate.Day(first, circa), PartialDate.Day(last)));
        else if (period is not null)
            parts.Unread(period.Value.Trim());
    }
}
