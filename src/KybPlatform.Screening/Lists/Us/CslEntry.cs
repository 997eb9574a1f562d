using System.Text.Json;
using System.Text.RegularExpressions;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Us;

/// <summary>One entry of the Consolidated Screening List, out of a row whose lists are joined by semicolons or out of an object.</summary>
internal sealed partial record CslEntry(
    string? Id, string? Source, string? Type, string? Name, string? Remarks, string? CallSign, IReadOnlyList<string> Programs, IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Births, IReadOnlyList<string> Countries, IReadOnlyList<CslEntry.Number> Numbers, IReadOnlyList<CslEntry.Place> Places)
{
    internal sealed record Number(string Type, string Value, string? Country);

    internal sealed record Place(string? Street, string? City, string? Country);

    public static CslEntry OfCsv(string[] header, string[] fields)
    {
        return new CslEntry(
            One("_id"), One("source"), One("type"), One("name"), One("remarks"), One("call_sign"), Many("programs"), Many("alt_names"), Many("dates_of_birth"),
            [.. Many("citizenships"), .. Many("nationalities"), .. Many("vessel_flag")], [.. Many("ids").Select(ParseNumber).OfType<Number>()], [.. Many("addresses").Select(ParsePlace)]);

        string? One(string column) => Array.IndexOf(header, column) is var at && at >= 0 && fields[at].Trim() is { Length: > 0 } value ? value : null;

        string[] Many(string column) => (One(column) ?? "").Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public static CslEntry OfJson(JsonElement entry)
    {
        return new CslEntry(
            One(entry, "id") ?? One(entry, "_id"), One(entry, "source"), One(entry, "type"), One(entry, "name"), One(entry, "remarks"), One(entry, "call_sign"),
            Texts("programs"), Texts("alt_names"), Texts("dates_of_birth"), [.. Texts("citizenships"), .. Texts("nationalities"), .. One(entry, "vessel_flag") is { } flag ? [flag] : Array.Empty<string>()],
            [.. Each("ids").Where(i => One(i, "type") is not null && One(i, "number") is not null).Select(i => new Number(One(i, "type")!, One(i, "number")!, One(i, "country")))],
            [.. Each("addresses").Select(a => new Place(One(a, "address"), One(a, "city"), One(a, "country")))]);

        IEnumerable<JsonElement> Each(string name) => entry.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array ? values.EnumerateArray() : [];

        string[] Texts(string name) => [.. Each(name).Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!.Trim()).Where(v => v.Length > 0)];
    }

    public static ListEntity Build(CslEntry entry, SourceFile file, long line, List<ListWarning> warnings)
    {
        var id = Numbered(entry) ?? throw new ListBrokenException("missing_id", "The entry has no id.", file.Name, line);
        var name = entry.Name ?? throw new ListBrokenException("missing_name", $"Entry {id} has no name.", file.Name, line);
        var party = new PartyParts(detail => warnings.Add(new ListWarning("unread_date", detail, file.Name, line)));
        foreach (var alias in entry.Aliases) party.Alias(alias);
        foreach (var birth in entry.Births) party.Born(birth);
        foreach (var country in entry.Countries) party.Country(country);
        foreach (var number in entry.Numbers) AddNumber(number, party);
        foreach (var place in entry.Places) party.Address([place.Street], [place.City], place.Country);
        party.Number("Vessel Call Sign", entry.CallSign, null);
        return party.Entity(ListKeys.UsCsl, id, Schema(entry, file, line), name) with
        {
            Programs = [.. entry.Programs.Concat(entry.Source is { } source ? [source] : Array.Empty<string>())],
            Remarks = entry.Remarks,
        };
    }

    // One party keeps its number on each of the lists that are put together here: "Sectoral Sanctions Identifications List (SSI) - …" makes SSI-17014.
    private static string? Numbered(CslEntry entry)
    {
        var code = entry.Source is { } source && ListCode().Match(source) is { Success: true } match ? match.Groups[1].Value : null;
        return entry.Id is null || code is null || entry.Id.StartsWith($"{code}-", StringComparison.Ordinal) ? entry.Id : $"{code}-{entry.Id}";
    }

    private static void AddNumber(Number number, PartyParts party)
    {
        if (number.Type == "Nationality of Registration")
            party.Country(number.Value);
        else
            party.Number(number.Type, number.Value, number.Country);
    }

    // The lists of Treasury say what an entry is, those of Commerce and State do not.
    private static EntitySchema Schema(CslEntry entry, SourceFile file, long line) => entry.Type?.ToLowerInvariant() switch
    {
        null => EntitySchema.Unknown,
        "individual" => EntitySchema.Person,
        "entity" => EntitySchema.Organization,
        "vessel" => EntitySchema.Vessel,
        "aircraft" => EntitySchema.Aircraft,
        var other => throw new ListBrokenException("unknown_type", $"Unknown entry type '{other}'.", file.Name, line),
    };

    // "Passport, U00242309, TR": type, number and perhaps a country.
    private static Number? ParseNumber(string text)
    {
        var parts = text.Split(", ");
        return parts.Length switch
        {
            < 2 => null,
            2 => new Number(parts[0], parts[1], null),
            _ when parts[^1].Length == 2 => new Number(parts[0], string.Join(", ", parts[1..^1]), parts[^1]),
            _ => new Number(parts[0], string.Join(", ", parts[1..]), null),
        };
    }

    // The last part is the country; what stands before it is not taken apart.
    private static Place ParsePlace(string text)
    {
        var at = text.LastIndexOf(", ", StringComparison.Ordinal);
        var country = at < 0 ? text : text[(at + 2)..];
        return country.Length == 2 ? new Place(at < 0 ? null : text[..at], null, country) : new Place(text, null, null);
    }

    private static string? One(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"\(([A-Z-]+)[^)]*\) - ", RegexOptions.CultureInvariant)]
    private static partial Regex ListCode();
}
