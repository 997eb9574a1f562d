using System.Text.Json;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.OpenSanctions;

/// <summary>One FollowTheMoney entity as a listed party; null for entities that are no target or no party (addresses, documents, relations).</summary>
internal static class FtmEntity
{
    private static readonly (string Property, string Kind)[] Numbers =
    [
        ("passportNumber", "passport"), ("idNumber", "national_id"), ("socialSecurityNumber", "national_id"), ("taxNumber", "tax_id"), ("innCode", "tax_id"), ("vatCode", "tax_id"),
        ("registrationNumber", "registration"), ("ogrnCode", "registration"), ("uscCode", "registration"), ("leiCode", "lei"), ("swiftBic", "swift"),
        ("imoNumber", "imo"), ("mmsi", "mmsi"), ("callSign", "call_sign"), ("isinCode", "isin"), ("dunsCode", "duns"), ("website", "website"), ("email", "email"), ("phone", "phone"),
    ];

    private static readonly string[] Countries = ["country", "nationality", "citizenship", "jurisdiction", "flag", "mainCountry"];

    public static ListEntity? Read(JsonElement entity, SourceFile file, long line, List<ListWarning> warnings)
    {
        if (entity.ValueKind != JsonValueKind.Object || Text(entity, "schema") is not { } schema)
            throw new ListBrokenException("not_ftm", "The line is no FollowTheMoney entity.", file.Name, line);
        if (Schema(schema) is not { } kind || (entity.TryGetProperty("target", out var target) && target.ValueKind == JsonValueKind.False))
            return null;
        var id = Text(entity, "id") ?? throw new ListBrokenException("missing_id", "The entity has no id.", file.Name, line);
        var properties = entity.TryGetProperty("properties", out var given) && given.ValueKind == JsonValueKind.Object ? given : throw new ListBrokenException("not_ftm", $"Entity {id} has no properties.", file.Name, line);
        var name = Text(entity, "caption") ?? Texts(properties, "name").FirstOrDefault() ?? throw new ListBrokenException("missing_name", $"Entity {id} has no name.", file.Name, line);
        var party = new PartyParts(detail => warnings.Add(new ListWarning("unread_date", detail, file.Name, line)));
        foreach (var alias in (string[])["name", "alias", "previousName"])
            foreach (var value in Texts(properties, alias))
                party.Alias(value);
        foreach (var alias in (string[])["weakAlias", "abbreviation"])
            foreach (var value in Texts(properties, alias))
                party.Alias(value, weak: true);
        foreach (var birth in Texts(properties, "birthDate"))
            party.Born(birth);
        foreach (var country in Countries.SelectMany(c => Texts(properties, c)))
            party.Country(country.ToUpperInvariant());
        foreach (var (property, number) in Numbers)
            foreach (var value in Texts(properties, property))
                party.Known(number, value, null);
        AddNested(properties, party);
        return party.Entity(ListKeys.OpenSanctions, id, kind, name) with { Programs = [.. Texts(properties, "programId").Concat(Texts(properties, "topics")).Distinct()] };
    }

    // In targets.nested.json addresses and documents stand inside; in entities.ftm.json only their ids do.
    private static void AddNested(JsonElement properties, PartyParts party)
    {
        foreach (var address in Texts(properties, "address"))
            party.Address([address], [], null);
        foreach (var address in Nested(properties, "addressEntity"))
            party.Address(Texts(address, "street").Concat(Texts(address, "full")).Take(1), Texts(address, "city").Take(1), Texts(address, "country").FirstOrDefault()?.ToUpperInvariant());
        foreach (var document in Nested(properties, "passportEntity").Concat(Nested(properties, "identificationEntity")))
            foreach (var number in Texts(document, "number"))
                party.Known("passport", number, Texts(document, "country").FirstOrDefault()?.ToUpperInvariant());
    }

    private static EntitySchema? Schema(string schema) => schema switch
    {
        "Person" => EntitySchema.Person,
        "Company" => EntitySchema.Company,
        "Organization" or "PublicBody" => EntitySchema.Organization,
        "LegalEntity" => EntitySchema.Unknown,
        "Vessel" => EntitySchema.Vessel,
        "Airplane" => EntitySchema.Aircraft,
        _ => null,
    };

    private static IEnumerable<JsonElement> Nested(JsonElement properties, string name) =>
        Values(properties, name).Where(v => v.ValueKind == JsonValueKind.Object && v.TryGetProperty("properties", out _)).Select(v => v.GetProperty("properties"));

    private static IEnumerable<string> Texts(JsonElement properties, string name) =>
        Values(properties, name).Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!.Trim()).Where(t => t.Length > 0);

    private static JsonElement[] Values(JsonElement properties, string name) =>
        properties.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray()] : [];

    private static string? Text(JsonElement entity, string name) =>
        entity.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
}
