using System.Globalization;
using System.Xml.Linq;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>
/// OFAC's classic XML (sdn.xml, consolidated.xml; schema sdnList): one <c>sdnEntry</c> a party, and in front the date of the issue and the
/// number of its entries, which must agree.
/// </summary>
internal static class ClassicXml
{
    public static ListSnapshot Read(string listKey, SourceFile file, ListReadOptions options)
    {
        var entities = new List<ListEntity>();
        var warnings = new List<ListWarning>();
        DateTimeOffset? published = null;
        int? count = null;
        SafeXml.Each(file, new Dictionary<string, Action<XElement>>(StringComparer.Ordinal)
        {
            ["publshInformation"] = e => (published, count) = (Date(e.Text("Publish_Date")), int.TryParse(e.Text("Record_Count"), out var n) ? n : null),
            ["sdnEntry"] = e => entities.Add(Entry(e, listKey, file, warnings)),
        });
        if (count is { } promised && promised != entities.Count)
            throw new ListBrokenException("truncated", $"The file says that it holds {promised} entries and holds {entities.Count}.", file.Name);
        return OfacFormats.Snapshot(listKey, file, published, entities, warnings, options);
    }

    private static ListEntity Entry(XElement entry, string listKey, SourceFile file, List<ListWarning> warnings)
    {
        var id = entry.Text("uid") ?? throw new ListBrokenException("missing_id", "The entry has no uid.", file.Name, entry.Line());
        var name = Name(entry) ?? throw new ListBrokenException("missing_name", $"Entry {id} has no name.", file.Name, entry.Line());
        var party = new PartyParts(detail => warnings.Add(new ListWarning("unread_date", detail, file.Name, entry.Line())));
        foreach (var alias in entry.Items("akaList", "aka"))
            party.Alias(Name(alias), alias.Text("category") == "weak");
        foreach (var date in entry.Items("dateOfBirthList", "dateOfBirthItem"))
            party.Born(date.Text("dateOfBirth"));
        foreach (var country in entry.Items("nationalityList", "nationality").Concat(entry.Items("citizenshipList", "citizenship")))
            party.Country(country.Text("country"));
        foreach (var number in entry.Items("idList", "id"))
            party.Number(number.Text("idType"), number.Text("idNumber"), number.Text("idCountry"));
        foreach (var address in entry.Items("addressList", "address"))
            party.Address([address.Text("address1"), address.Text("address2"), address.Text("address3")], [address.Text("city"), address.Text("stateOrProvince"), address.Text("postalCode")], address.Text("country"));
        party.Country(entry.Child("vesselInfo")?.Text("vesselFlag"));
        party.Number("Vessel Call Sign", entry.Child("vesselInfo")?.Text("callSign"), null);
        return party.Entity(listKey, id, OfacFormats.Schema(entry.Text("sdnType"), file, entry.Line()), name) with
        {
            Programs = [.. entry.Items("programList", "program").Select(p => p.Value.Trim())],
            Remarks = entry.Text("remarks"),
        };
    }

    private static string? Name(XElement element) => OfacFormats.Name(element.Text("lastName"), element.Text("firstName"));

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParseExact(text, ["MM/dd/yyyy", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
