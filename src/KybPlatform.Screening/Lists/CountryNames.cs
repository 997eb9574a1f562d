using System.Collections.Frozen;

namespace KybPlatform.Screening.Lists;

/// <summary>Turns the country names of sanctions lists into ISO 3166-1 alpha-2 codes.</summary>
public static class CountryNames
{
    private static readonly FrozenDictionary<string, string> Codes = Load();

    /// <summary>
    /// The code of a country name or of a code itself; null for regions without a state, dissolved states and everything not in the table.
    /// Null is "not known", so it never speaks against a match.
    /// </summary>
    public static string? ToCode(string? name)
    {
        var key = name?.Trim().TrimEnd('.');
        return !string.IsNullOrEmpty(key) && Codes.TryGetValue(key, out var code) ? code : null;
    }

    private static FrozenDictionary<string, string> Load()
    {
        var codes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in DataTable.Lines("countries.txt"))
        {
            var code = line[..2];
            codes.TryAdd(code, code);
            foreach (var name in line[3..].Split('|'))
                codes.Add(name, code);
        }
        return codes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
