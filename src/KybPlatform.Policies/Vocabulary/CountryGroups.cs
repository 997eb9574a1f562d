using System.Collections.Frozen;

namespace KybPlatform.Policies;

/// <summary>
/// Named groups of countries, for scopes by region and for <c>country_in</c>. Members as of 2026: EU (Treaty on European Union, 27 members),
/// EEA (EEA Agreement), EFTA, GCC (Charter of the Gulf Cooperation Council), NANP (the countries of the North American Numbering Plan that are sovereign or have their own code).
/// </summary>
public sealed class CountryGroups
{
    private readonly FrozenDictionary<string, FrozenSet<string>> _groups;

    private CountryGroups(Dictionary<string, string> groups) =>
        _groups = groups.ToFrozenDictionary(g => g.Key, g => g.Value.Split(' ').ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private const string Eu = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

    public static CountryGroups Shipped { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["EU"] = Eu,
        ["EEA"] = Eu + " IS LI NO",
        ["EFTA"] = "CH IS LI NO",
        ["GCC"] = "AE BH KW OM QA SA",
        ["NANP"] = "AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI",
    });

    public IEnumerable<string> Names => _groups.Keys.Order(StringComparer.Ordinal);

    public bool IsKnown(string group) => _groups.ContainsKey(group);

    /// <summary>Null when the group is not known.</summary>
    public bool? Contains(string group, string country) => _groups.TryGetValue(group, out var members) ? members.Contains(country) : null;
}
