using System.Collections.Frozen;
using KybPlatform.Identifiers.Schemes;
using KybPlatform.Identifiers.Text;

namespace KybPlatform.Identifiers;

/// <summary>
/// The shipped table of identifier schemes. Any alias finds its scheme, whatever its case, accents and punctuation:
/// <c>gb:company</c>, <c>DE:USt-IdNr</c>, <c>UK:CRN</c>; a bare label (<c>SIREN</c>) if only one scheme bears it, or with a country.
/// </summary>
public static class IdentifierSchemes
{
    private const int MaxKey = 80;

    private static readonly FrozenDictionary<string, IdentifierScheme> ByKey;
    private static readonly FrozenDictionary<string, IdentifierScheme>.AlternateLookup<ReadOnlySpan<char>> ByKeySpan;
    private static readonly FrozenDictionary<string, IdentifierScheme[]> ByCountry;
    private static readonly FrozenDictionary<string, IdentifierScheme> ByUniqueLabel;

    static IdentifierSchemes()
    {
        All =
        [
            .. GlobalSchemes.All, .. NorthAmericaSchemes.All, .. UnitedStatesRegisters.All, .. CentralAmericaSchemes.All, .. SouthAmericaSchemes.All,
            .. BritishIslesSchemes.All, .. GermanSpeakingSchemes.All, .. FranceAndBeneluxSchemes.All, .. SouthernEuropeSchemes.All, .. NordicSchemes.All,
            .. BalticAndPolishSchemes.All, .. CentralEuropeSchemes.All, .. BalkanSchemes.All, .. EasternSchemes.All, .. MiddleEastSchemes.All, .. AfricaSchemes.All,
            .. SouthAsiaSchemes.All, .. EastAsiaSchemes.All, .. SoutheastAsiaSchemes.All, .. OceaniaSchemes.All,
        ];
        var named = All.SelectMany(scheme => scheme.Aliases.Prepend(scheme.Code).Select(name => (Key: SchemeKey.Of(name), scheme))).ToArray();
        ByKey = named.DistinctBy(pair => pair.Key).ToFrozenDictionary(pair => pair.Key, pair => pair.scheme, StringComparer.Ordinal);
        ByKeySpan = ByKey.GetAlternateLookup<ReadOnlySpan<char>>();
        ByCountry = All.GroupBy(scheme => scheme.Country).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        ByUniqueLabel = named.GroupBy(pair => pair.Key[(pair.Key.IndexOf(':', StringComparison.Ordinal) + 1)..])
            .Where(group => group.Select(pair => pair.scheme).Distinct().Count() == 1)
            .ToFrozenDictionary(group => group.Key, group => group.First().scheme, StringComparer.Ordinal);
    }

    /// <summary>Every scheme, global ones first, then by region.</summary>
    public static IReadOnlyList<IdentifierScheme> All { get; }

    /// <summary>The schemes of one country (its states included); empty for a country without its own, null counts as none.</summary>
    public static IReadOnlyList<IdentifierScheme> ForCountry(string? country) =>
        country is not null && ByCountry.TryGetValue(SchemeKey.CountryCode(country), out var schemes) ? schemes : [];

    /// <summary>Finds a scheme by code, alias or label; null when none fits or a bare label is ambiguous. Never throws.</summary>
    public static IdentifierScheme? Find(string? codeOrAlias, string? country = null)
    {
        if (codeOrAlias is null)
            return null;
        if (ByKey.TryGetValue(codeOrAlias, out var exact))
            return exact;
        if (string.IsNullOrWhiteSpace(codeOrAlias) || codeOrAlias.Length > MaxKey || country?.Length > MaxKey)
            return null;
        return FindLoosely(codeOrAlias, country);
    }

    private static IdentifierScheme? FindLoosely(string name, string? country)
    {
        Span<char> key = stackalloc char[(2 * MaxKey) + 1];
        if (!name.Contains(':', StringComparison.Ordinal) && country is not null)
        {
            var length = SchemeKey.Write(country, name, key);
            if (ByKeySpan.TryGetValue(key[..length], out var inCountry) || ByKeySpan.TryGetValue(key[..SchemeKey.Write("XX", name, key)], out inCountry))
                return inCountry;
        }

        var (left, label) = SchemeKey.Split(name);
        var written = SchemeKey.Write(left, label, key);
        if (ByKeySpan.TryGetValue(key[..written], out var found))
            return found;
        if (left.Length == 0)
            return ByUniqueLabel.GetValueOrDefault(key[1..written].ToString());
        var word = FirstWord(label);
        if (word.Length < label.Length && ByKeySpan.TryGetValue(key[..SchemeKey.Write(left, word, key)], out var byFirstWord))
            return byFirstWord;
        return IsAnyCountry(left) && label is "OTHER" or "REG" ? ByKey[GlobalSchemes.OtherCode] : null;
    }

    /// <summary>"Company number (CRN)" is found by "Company".</summary>
    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> label)
    {
        label = label.Trim();
        var end = label.IndexOfAny(" (/;,");
        return end > 0 ? label[..end] : label;
    }

    private static bool IsAnyCountry(ReadOnlySpan<char> left) => left.Length == 2 && char.IsAsciiLetter(left[0]) && char.IsAsciiLetter(left[1]);
}
