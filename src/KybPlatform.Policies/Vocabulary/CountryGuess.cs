using System.Collections.Frozen;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>Which country somebody means who gives no code of <see cref="Countries"/>.</summary>
public static class CountryGuess
{
    /// <summary>The alpha-3 codes of ISO 3166-1, in the order of <see cref="Countries.All"/>.</summary>
    private const string ThreeLetters =
        "AND ARE AFG ATG AIA ALB ARM AGO ATA ARG ASM AUT AUS ABW ALA AZE BIH BRB BGD BEL BFA BGR BHR BDI BEN BLM BMU BRN BOL BES BRA BHS BTN BVT BWA BLR BLZ CAN CCK COD CAF COG CHE CIV COK CHL CMR CHN COL CRI CUB CPV CUW CXR CYP CZE " +
        "DEU DJI DNK DMA DOM DZA ECU EST EGY ESH ERI ESP ETH FIN FJI FLK FSM FRO FRA GAB GBR GRD GEO GUF GGY GHA GIB GRL GMB GIN GLP GNQ GRC SGS GTM GUM GNB GUY HKG HMD HND HRV HTI HUN IDN IRL ISR IMN IND IOT IRQ IRN ISL ITA JEY JAM JOR JPN " +
        "KEN KGZ KHM KIR COM KNA PRK KOR KWT CYM KAZ LAO LBN LCA LIE LKA LBR LSO LTU LUX LVA LBY MAR MCO MDA MNE MAF MDG MHL MKD MLI MMR MNG MAC MNP MTQ MRT MSR MLT MUS MDV MWI MEX MYS MOZ NAM NCL NER NFK NGA NIC NLD NOR NPL NRU NIU NZL OMN " +
        "PAN PER PYF PNG PHL PAK POL SPM PCN PRI PSE PRT PLW PRY QAT REU ROU SRB RUS RWA SAU SLB SYC SDN SWE SGP SHN SVN SJM SVK SLE SMR SEN SOM SUR SSD STP SLV SXM SYR SWZ TCA TCD ATF TGO THA TJK TKL TLS TKM TUN TON TUR TTO TUV TWN TZA " +
        "UKR UGA UMI USA URY UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM MYT ZAF ZMB ZWE";

    private static readonly FrozenDictionary<string, string> ByCode = Countries.All.Zip(ThreeLetters.Split(' '), (two, three) => (two, three))
        .SelectMany(c => new[] { (Written: c.two, Code: c.two), (Written: c.three, Code: c.two) })
        .Append((Written: "UK", Code: "GB")).Append((Written: "EL", Code: "GR"))
        .ToFrozenDictionary(c => c.Written, c => c.Code, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> ByName =
        Countries.All.ToFrozenDictionary(c => CountryNames.Of(c).ToLowerInvariant(), c => c, StringComparer.Ordinal);

    /// <summary>
    /// By a code in other letters, of three letters or in common use (UK, EL), by the English name or nearly so, or by the two letters swapped.
    /// Null for anything else: nearly every two letters are one letter away from some country, and a guess of that kind misleads.
    /// </summary>
    public static string? Of(string given)
    {
        if (ByCode.TryGetValue(given, out var code)) return code;
        if (given.Length == 2) return Countries.IsKnown($"{char.ToUpperInvariant(given[1])}{char.ToUpperInvariant(given[0])}") ? $"{char.ToUpperInvariant(given[1])}{char.ToUpperInvariant(given[0])}" : null;
        return given.Length > 3 && NearestName.Of(given.ToLowerInvariant(), ByName.Keys) is { } name ? ByName[name] : null;
    }
}
