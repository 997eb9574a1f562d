using System.Globalization;
using System.Xml.Linq;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>
/// OFAC's enhanced XML (SDN_ENHANCED.XML, CONS_ENHANCED.XML), which spells its values out: one <c>entity</c> a party with names in all their
/// scripts, features (dates, countries, contacts, wallets) and identity documents.
/// </summary>
internal static class EnhancedXml
{
    public static ListSnapshot Read(string listKey, SourceFile file, ListReadOptions options)
    {
        var entities = new List<ListEntity>();
        var warnings = new List<ListWarning>();
        DateTimeOffset? published = null;
        SafeXml.Each(file, new Dictionary<string, Action<XElement>>(StringComparer.Ordinal)
        {
            ["publicationInfo"] = e =>
            {
                published = Instant(e.Text("dataAsOf"));
                OfacFormats.RefuseOther(listKey, [.. e.Items("filters", "sanctionsLists").SelectMany(l => l.Children("sanctionsList")).Select(l => l.Value.Trim())], file);
            },
            ["referenceValues"] = _ => { },
            ["entity"] = e => entities.Add(Entry(e, listKey, file, warnings)),
        });
        return OfacFormats.Snapshot(listKey, file, published, entities, warnings, options);
    }

    private static ListEntity Entry(XElement entry, string listKey, SourceFile file, List<ListWarning> warnings)
    {
        var id = entry.Given("id") ?? throw new ListBrokenException("missing_id", "The entity has no id.", file.Name, entry.Line());
        var general = entry.Child("generalInfo");
        var party = new PartyParts(detail => warnings.Add(new ListWarning("unread_date", detail, file.Name, entry.Line())));
        string? name = null;
        foreach (var names in entry.Items("names", "name"))
        {
            var primary = names.Text("isPrimary") == "true";
            foreach (var translation in names.Items("translations", "translation"))
            {
                var full = translation.Text("formattedFullName") ?? OfacFormats.Name(translation.Text("formattedLastName"), translation.Text("formattedFirstName"));
                if (primary && name is null && translation.Text("isPrimary") == "true")
                    name = full;
                else
                    party.Alias(full, names.Text("isLowQuality") == "true");
            }
        }
        foreach (var feature in entry.Items("features", "feature"))
            AddFeature(feature, party);
        foreach (var document in entry.Items("identityDocuments", "identityDocument"))
            party.Number(document.Text("type"), document.Text("documentNumber"), document.Text("issuingCountry"));
        foreach (var address in entry.Items("addresses", "address"))
            AddAddress(address, party);
        return party.Entity(
            listKey, id, OfacFormats.Schema(general?.Text("entityType"), file, entry.Line()),
            name ?? throw new ListBrokenException("missing_name", $"Entity {id} has no name.", file.Name, entry.Line())) with
        {
            Programs = [.. entry.Items("sanctionsPrograms", "sanctionsProgram").Select(p => p.Value.Trim()).Distinct()],
            Remarks = general?.Text("remarks"),
        };
    }

    private static void AddFeature(XElement feature, PartyParts party)
    {
        var (type, value) = (feature.Text("type"), feature.Text("value"));
        if (type is "Birthdate")
            AddBirth(feature.Child("valueDate"), value, party);
        else if (type is "Nationality Country" or "Citizenship Country" or "Nationality of Registration" or "Vessel Flag")
            party.Country(value);
        else
            party.Number(type, value, null);
    }

    private static void AddBirth(XElement? range, string? value, PartyParts party)
    {
        if (Day(range?.Text("fromDateBegin")) is { } first && Day(range?.Text("toDateEnd")) is { } last)
            party.Born(PartialDate.Between(PartialDate.Day(first, range?.Text("isApproximate") == "true"), PartialDate.Day(last)));
        else
            party.Born(value);
    }

    private static void AddAddress(XElement address, PartyParts party)
    {
        var parts = address.Items("translations", "translation").Take(1).SelectMany(t => t.Items("addressParts", "addressPart")).ToLookup(p => p.Text("type")?.ToUpperInvariant(), p => p.Text("value"));
        party.Address(parts["ADDRESS1"].Concat(parts["ADDRESS2"]).Concat(parts["ADDRESS3"]), parts["CITY"].Concat(parts["STATE/PROVINCE"]).Concat(parts["POSTAL CODE"]), address.Text("country"));
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
