using System.Collections.Immutable;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>Joins the rows of one OFAC entry into a listed party.</summary>
internal static class OfacEntry
{
    public static ListEntity Build(
        string listKey, OfacCsvRow row, IEnumerable<OfacCsvRow> aliases, IEnumerable<OfacCsvRow> addresses, IEnumerable<OfacCsvRow> comments,
        OfacFileSet files, List<ListWarning> warnings)
    {
        var name = row.Fields[1] ?? throw new ListBrokenException("missing_name", "The entry has no name.", files.Primary.Name, row.Line);
        var schema = Schema(row, files.Primary);
        // An overflowing remark is cut in mid-word: the comment row continues it without a blank.
        var remarks = string.Concat(comments.Select(c => c.Fields[1]).Prepend(row.Fields[11]));
        var found = OfacRemarks.Parse(remarks, detail => warnings.Add(new ListWarning("unread_date", detail, files.Primary.Name, row.Line)));
        if (row.Fields[4] is { } callSign && schema == EntitySchema.Vessel)
            found.Identifiers.Add(new ListIdentifier("call_sign", callSign, null));

        var places = addresses
            .Where(a => a.Fields[2] is not null || a.Fields[3] is not null || a.Fields[4] is not null)
            .Select(a => new ListAddress(a.Fields[2], a.Fields[3], CountryNames.ToCode(a.Fields[4])))
            .ToImmutableArray();
        var countries = found.Countries.Concat(places.Select(p => p.Country)).Append(CountryNames.ToCode(row.Fields[9])).OfType<string>();
        return new ListEntity
        {
            Id = row.Fields[0]!,
            ListKey = listKey,
            Schema = schema,
            Name = name,
            Aliases = [.. aliases.Where(a => a.Fields[3] is not null).Select(a => ListAlias.Of(a.Fields[3]!)).Concat(found.Aliases).Distinct()],
            BirthDates = [.. found.BirthDates.Distinct()],
            Countries = [.. countries.Distinct().Order(StringComparer.Ordinal)],
            Identifiers = [.. found.Identifiers.Distinct()],
            Addresses = places,
            Programs = [.. (row.Fields[3] ?? "").Split("] [", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Remarks = remarks.Length == 0 ? null : remarks,
        };
    }

    private static EntitySchema Schema(OfacCsvRow row, SourceFile file) => row.Fields[2]?.ToLowerInvariant() switch
    {
        null => EntitySchema.Organization,
        "individual" => EntitySchema.Person,
        "vessel" => EntitySchema.Vessel,
        "aircraft" => EntitySchema.Aircraft,
        var other => throw new ListBrokenException("unknown_type", $"Unknown entry type '{other}'.", file.Name, row.Line),
    };
}
