using System.Globalization;
using System.Xml.Linq;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>
/// The advanced sanctions data model of OFAC and the UN (SDN_ADVANCED.XML, CONS_ADVANCED.XML): values are ids into reference sets that stand in
/// front, and places, documents and programs stand apart from the parties and point to them.
/// </summary>
internal static class AdvancedXml
{
    public static ListSnapshot Read(string listKey, SourceFile file, ListReadOptions options)
    {
        var references = new AdvancedReferences();
        var places = new Dictionary<string, AdvancedPlace>(StringComparer.Ordinal);
        var documents = new List<(string Identity, string? Type, string? Number, string? Country)>();
        var parties = new List<AdvancedParty>();
        var programs = new List<(string Profile, string Program)>();
        var lists = new HashSet<string>(StringComparer.Ordinal);
        var warnings = new List<ListWarning>();
        DateTimeOffset? published = null;
        SafeXml.Each(file, new Dictionary<string, Action<XElement>>(StringComparer.Ordinal)
        {
            ["DateOfIssue"] = e => published = Day(e) is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null,
            ["ReferenceValueSets"] = references.Add,
            ["Location"] = e => places[e.Given("ID") ?? ""] = AdvancedPlace.Read(e, references),
            ["IDRegDocument"] = e => documents.Add((e.Given("IdentityID") ?? "", references["IDRegDocType", e.Given("IDRegDocTypeID")], e.Text("IDRegistrationNo"), references["Country", e.Given("IssuedBy-CountryID")])),
            ["DistinctParty"] = e => parties.AddRange(e.Children("Profile").Select(p => AdvancedParty.Read(p, references, places, file, warnings))),
            ["SanctionsEntry"] = e => AddEntry(e, references, programs, lists),
        });
        OfacFormats.RefuseOther(listKey, lists, file);
        var byIdentity = documents.ToLookup(d => d.Identity, StringComparer.Ordinal);
        var byProfile = programs.Distinct().ToLookup(p => p.Profile, p => p.Program, StringComparer.Ordinal);
        foreach (var party in parties)
            foreach (var (_, type, number, country) in party.Identities.SelectMany(i => byIdentity[i]))
                party.Parts.Number(type, number, country);
        var entities = parties.Select(p => p.Parts.Entity(listKey, p.Id, p.Schema, p.Name) with { Programs = [.. byProfile[p.Id]] }).ToList();
        return OfacFormats.Snapshot(listKey, file, published, entities, warnings, options);
    }

    /// <summary>A day of year, month and day elements; what is not given is the first.</summary>
    public static DateOnly? Day(XElement? date)
    {
        if (!int.TryParse(date?.Text("Year"), CultureInfo.InvariantCulture, out var year) || year is < 1 or > 9999)
            return null;
        var (month, day) = (Part(date, "Month"), Part(date, "Day"));
        return month <= 12 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    private static int Part(XElement? date, string name) => int.TryParse(date?.Text(name), CultureInfo.InvariantCulture, out var part) && part > 0 ? part : 1;

    // The list itself names the issue; its comments of type program name what a party is listed under.
    private static void AddEntry(XElement entry, AdvancedReferences references, List<(string, string)> programs, HashSet<string> lists)
    {
        if (references["List", entry.Given("ListID")] is { } list)
            lists.Add(list);
        foreach (var measure in entry.Children("SanctionsMeasure"))
        {
            if (references["SanctionsType", measure.Given("SanctionsTypeID")] == "Program" && measure.Text("Comment") is { } program)
                programs.Add((entry.Given("ProfileID") ?? "", program));
        }
    }
}
