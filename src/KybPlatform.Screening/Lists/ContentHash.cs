using System.Security.Cryptography;
using System.Text;

namespace KybPlatform.Screening.Lists;

/// <summary>
/// Hashes what a list says about a party, in one canonical form: order of aliases, dates, numbers, addresses, countries and programs does not
/// matter. A reviewed match stays reviewed while what is scored stays the same.
/// </summary>
public static class ContentHash
{
    /// <summary>Lower-case hex SHA-256 over every field of the entity.</summary>
    public static string Of(ListEntity entity)
    {
        var text = Scored(entity).Append("rest\n");
        Line(text, "remarks", [entity.Remarks ?? ""]);
        Addresses(text, entity);
        Lines(text, "program", entity.Programs.Select(p => (string[])[p]));
        return Hash(text);
    }

    /// <summary>The same over what enters a score only: a remark or a program that changed makes no other match.</summary>
    /// <param name="addresses">Whether addresses were compared with.</param>
    public static string OfScored(ListEntity entity, bool addresses)
    {
        var text = Scored(entity);
        if (addresses)
            Addresses(text, entity);
        return Hash(text);
    }

    private static StringBuilder Scored(ListEntity entity)
    {
        var text = new StringBuilder();
        Line(text, "id", [entity.Key, entity.Schema.ToText(), entity.Name]);
        Lines(text, "alias", entity.Aliases.Select(a => (string[])[a.Name, a.Strength == AliasStrength.Weak ? "weak" : "strong"]));
        Lines(text, "birth", entity.BirthDates.Select(d => (string[])[d.ToString()]));
        Lines(text, "country", entity.Countries.Select(c => (string[])[c]));
        Lines(text, "number", entity.Identifiers.Select(i => (string[])[i.Kind, i.Value, i.Country ?? ""]));
        return text;
    }

    private static void Addresses(StringBuilder text, ListEntity entity) =>
        Lines(text, "address", entity.Addresses.Select(a => (string[])[a.Street ?? "", a.City ?? "", a.Country ?? ""]));

    private static string Hash(StringBuilder text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

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
