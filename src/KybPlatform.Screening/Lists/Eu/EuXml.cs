using System.Globalization;
using System.Xml.Linq;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Eu;

/// <summary>
/// The European Union's consolidated financial sanctions list, XML version 1.1 (root <c>export</c>): one <c>sanctionEntity</c> a party whose
/// values stand in attributes. Its reference number (EU.n.n) stays over issues.
/// </summary>
internal static class EuXml
{
    public static ListSnapshot Read(SourceFile file, ListReadOptions options)
    {
        if (SafeXml.RootOf(file) is var root && root != "export")
            throw new ListBrokenException("not_eu_list", $"The root element is {root}.", file.Name, 1);
        var entities = new List<ListEntity>();
        var warnings = new List<ListWarning>();
        DateTimeOffset? published = null;
        SafeXml.Each(file, new Dictionary<string, Action<XElement>>(StringComparer.Ordinal)
        {
            ["sanctionEntity"] = e => entities.Add(Entity(e, file, warnings)),
        }, (_, attribute) => published ??= Instant(attribute("generationDate")));
        return new ListSnapshot
        {
            ListKey = ListKeys.Eu,
            Publisher = "European Commission, DG FISMA",
            PublishedAt = published ?? options.PublishedAt,
            IsComplete = true,
            Sha256 = file.Sha256(),
            Entities = SnapshotChecks.Sorted(entities, options, file.Name),
            Warnings = [.. warnings],
        };
    }

    private static ListEntity Entity(XElement entity, SourceFile file, List<ListWarning> warnings)
    {
        var id = entity.Given("euReferenceNumber") ?? entity.Given("logicalId") ?? throw new ListBrokenException("missing_id", "The entity has no number.", file.Name, entity.Line());
        var party = new PartyParts(detail => warnings.Add(new ListWarning("unread_date", detail, file.Name, entity.Line())));
        var names = entity.Children("nameAlias").Select(n => (Name: Name(n), Weak: n.Given("strong") == "false")).Where(n => n.Name is not null).ToList();
        // The first strong name in the file is the party's name; a party with weak names only goes by the first of them.
        var name = names.Find(n => !n.Weak).Name ?? names.FirstOrDefault().Name ?? throw new ListBrokenException("missing_name", $"Entity {id} has no name.", file.Name, entity.Line());
        foreach (var (alias, weak) in names)
            party.Alias(alias, weak);
        foreach (var birth in entity.Children("birthdate"))
            AddBirth(birth, party);
        foreach (var country in entity.Children("citizenship"))
            party.Country(country.Given("countryIso2Code"));
        foreach (var document in entity.Children("identification"))
            party.Known(Kind(document.Given("identificationTypeCode")), document.Given("number") ?? document.Given("latinNumber"), document.Given("countryIso2Code"));
        foreach (var address in entity.Children("address"))
            party.Address([address.Given("street"), address.Given("poBox")], [address.Given("city"), address.Given("region"), address.Given("zipCode")], address.Given("countryIso2Code"));
        return party.Entity(ListKeys.Eu, id, Schema(entity, file), name) with
        {
            Programs = [.. entity.Children("regulation").Select(r => r.Given("programme")).OfType<string>().Distinct()],
            Remarks = entity.Text("remark"),
        };
    }

    private static string? Name(XElement alias) => alias.Given("wholeName") ?? (string.Join(' ', new[] { alias.Given("firstName"), alias.Given("middleName"), alias.Given("lastName") }.OfType<string>()) is { Length: > 0 } name ? name : null);

    private static EntitySchema Schema(XElement entity, SourceFile file)
    {
        var type = entity.Child("subjectType");
        return (type?.Given("classificationCode") ?? type?.Given("code")) switch
        {
            "P" or "person" => EntitySchema.Person,
            "E" or "enterprise" => EntitySchema.Organization,
            var other => throw new ListBrokenException("unknown_type", $"Unknown subject type '{other}'.", file.Name, entity.Line()),
        };
    }

    private static void AddBirth(XElement birth, PartyParts party)
    {
        var circa = birth.Given("circa") == "true" ? "circa " : "";
        if (birth.Given("calendarType") is { } calendar && calendar != "GREGORIAN")
            party.Unread($"{birth.Given("birthdate") ?? birth.Given("year")} ({calendar})");
        else if (birth.Given("birthdate") is { } day)
            party.Born(circa + day);
        else if (Number(birth, "yearRangeFrom") is { } from && Number(birth, "yearRangeTo") is { } to)
            party.Born(string.Create(CultureInfo.InvariantCulture, $"{circa}{from} to {to}"));
        else if (Number(birth, "year") is { } year)
            party.Born(Number(birth, "monthOfYear") is { } month ? string.Create(CultureInfo.InvariantCulture, $"{circa}{year:0000}-{month:00}") : string.Create(CultureInfo.InvariantCulture, $"{circa}{year:0000}"));
    }

    private static int? Number(XElement birth, string name) => int.TryParse(birth.Given(name), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static string Kind(string? code) => code switch
    {
        "passport" or "diplpassport" or "travelDoc" => "passport",
        "id" or "ssn" or "residentperm" or "electionid" => "national_id",
        "fiscalcode" => "tax_id",
        "regnumber" or "tradelic" => "registration",
        "swiftbic" => "swift",
        "imo" => "imo",
        _ => "other",
    };

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
