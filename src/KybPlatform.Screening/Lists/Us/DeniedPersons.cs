using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Us;

/// <summary>
/// The Denied Persons List of the US Bureau of Industry and Security, a table with tabs. It has one row an address and neither numbers nor kinds:
/// rows with the same name under the same order are one party, whose id is drawn from both.
/// </summary>
internal static class DeniedPersons
{
    private static readonly string[] Header =
    [
        "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date", "Standard_Order", "Last_Update", "Action", "FR_Citation",
    ];

    public static ListSnapshot Read(SourceFile file, ListReadOptions options)
    {
        var parties = new Dictionary<string, (string Name, PartyParts Parts, string? Citation)>(StringComparer.Ordinal);
        var headed = false;
        foreach (var row in StrictCsv.Read(file, '\t'))
        {
            if (!headed)
            {
                headed = row.Fields.SequenceEqual(Header);
                if (!headed)
                    throw new ListBrokenException("not_denied_persons", "The first line does not name the columns of this list.", file.Name, row.Line);
                continue;
            }
            if (row.Fields.Length != Header.Length)
                throw new ListBrokenException(row.HasEnd ? "wrong_column_count" : "truncated", $"{row.Fields.Length} columns where the header has {Header.Length}.", file.Name, row.Line);
            Add(parties, [.. row.Fields.Select(f => f.Trim())], file, row.Line);
        }
        return new ListSnapshot
        {
            ListKey = ListKeys.UsDeniedPersons,
            Publisher = "US Department of Commerce, Bureau of Industry and Security",
            PublishedAt = options.PublishedAt,
            IsComplete = true,
            Sha256 = file.Sha256(),
            Entities = SnapshotChecks.Sorted([.. parties.Select(p => p.Value.Parts.Entity(ListKeys.UsDeniedPersons, p.Key, EntitySchema.Unknown, p.Value.Name) with { Remarks = p.Value.Citation })], options, file.Name),
        };
    }

    private static void Add(Dictionary<string, (string Name, PartyParts Parts, string? Citation)> parties, string[] row, SourceFile file, long line)
    {
        if (row[0].Length == 0)
            throw new ListBrokenException("missing_name", "The row has no name.", file.Name, line);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{row[0]}\n{Effective(row[6])}")).AsSpan(0, 10));
        if (!parties.TryGetValue(id, out var party))
            parties[id] = party = (row[0], new PartyParts(_ => { }), row[11].Length > 0 ? row[11] : null);
        party.Parts.Address([row[1]], [row[2], row[3], row[5]], row[4].Length > 0 ? row[4] : row[3].Length > 0 ? "US" : null);
    }

    private static string Effective(string text) =>
        DateOnly.TryParseExact(text, "MM/dd/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text;
}
