using System.Security.Cryptography;
using System.Text;

namespace KybPlatform.Screening.Lists;

/// <summary>
/// Hashes what a list says about a party, in one canonical form: order of aliases, dates, numbers, addresses, countries and programs does not
/// matter. A reviewed match stays reviewed while this value stays the same.
/// </summary>
public static class ContentHash
{
    /// <summary>Lower-case hex SHA-256 over every field of the entity.</summary>
    public static string Of(ListEntity entity)
    {
        var text = new StringBuilder();
        Line(text, "id", [entity.Key, entity.Schema.ToText(), entity.Name, entity.Remarks ?? ""]);
        Lines(text, "alias", entity.Aliases.Select(a => (string[])[a.Name, a.Strength == AliasStrength.Weak ? "weak" : "strong"]));
        Lines(text, "birth", entity.BirthDates.Select(d => (string[])[d.ToString()]));
        Lines(text, "country", entity.Countries.Select(c => (string[])[c]));
        Lines(text, "number", entity.Identifiers.Select(i => (string[])[i.Kind, i.Value, i.Country ?? ""]));
        Lines(text, "address", entity.Addresses.Select(a => (string[])[a.Street ?? "", a.City ?? "", a.Country ?? ""]));
        Lines(text, "program", entity.Programs.Select(p => (string[])[p]));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Lines(StringBuilder text, string kind, IEnumerable<string[]> rows)
    {
        var written = rows.Select(r => Line(new StringBuilder(), kind, r).ToString()).Distinct().Order(StringComparer.Ordinal);
        text.AppendJoin("", written);
    }

    // Lengths in front of the values keep two different rows from reading the same.
    private static StringBuilder Line(StringBuilder text, string kind, string[] values)
    {
        text.Append(kind);
        foreach (var value in values)
            text.Append('|').Append(value.Length).Append(':').Append(value);
        return text.Append('\n');
    }
}
