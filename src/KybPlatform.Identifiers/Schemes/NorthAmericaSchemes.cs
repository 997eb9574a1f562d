using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>United States (federal), Canada, Mexico.</summary>
internal static class NorthAmericaSchemes
{
    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("US:EIN", Company, "Employer Identification Number", "#{9}", "Internal Revenue Service")
        {
            Also = "US:FEIN US:TIN US:TAX US:EMPLOYER", Prefixes = ["EIN"], Display = ["##-#######"], Parts = static v => IsEinPrefix(Digits.Number(v[..2])),
            Sensitive = true, Examples = ["94-2404110", "98-1751950"],
        },
        new("US:SSN", Person, "Social Security number", "#{9}", "Social Security Administration")
        {
            // Two numbers that advertisements printed were withdrawn.
            Display = ["###-##-####"], Examples = ["536-22-8726"],
            Parts = static v => v[0] != '9' && v[..3] is not ("000" or "666") && v[3..5] is not "00" && v[5..] is not "0000" && v is not ("078051120" or "219099999"),
        },
        new("US:ITIN", Person, "Individual Taxpayer Identification Number", "9#{8}", "Internal Revenue Service")
        {
            Display = ["###-##-####"], Parts = static v => Digits.Number(v[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or >= 94,
            Examples = ["912-70-1234"],
        },
        new("US:CIK", Company, "Central Index Key", "#{1,10}", "Securities and Exchange Commission")
        {
            Prefixes = ["CIK"], Examples = ["0000320193", "320193"],
        },
        new("US:UEI", Company, "Unique Entity Identifier", "[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}", "General Services Administration, SAM.gov")
        {
            Also = "US:SAM", Prefixes = ["UEI"], Examples = ["ZQGGHJH74DW7"],
        },
        new("CA:BN", Company, "Business Number", "#{9}|#{9}R@#{4}", "Canada Revenue Agency")
        {
            Also = "CA:CBN CA:BUSINESS CA:BN15 CA:GST CA:TIN", Check = Families.Luhn(0, 9), Display = ["##### ####", "##### #### ## ####"],
            Derive = static v => v.Length > 9 ? [new("CA:BN", v[..9], DerivedRelation.Contained)] : [], Examples = ["123026635", "12302 6635 RC 0001"],
        },
        new("CA:CORPORATION", Company, "Federal corporation number", "#{6,10}", "Corporations Canada")
        {
            Also = "CA:REG CA:CORP", Certainty = IdentifierCertainty.Inferred, Examples = ["434545-2"],
        },
        new("CA-QC:NEQ", Company, "Numéro d'entreprise du Québec", "11#{8}|22#{8}|33#{8}|88#{8}", "Registraire des entreprises du Québec")
        {
            Also = "CA:NEQ CA:PROVINCIAL", Examples = ["1143920115"],
        },
        new("CA:SIN", Person, "Social Insurance Number", "[1-79]#{8}", "Employment and Social Development Canada")
        {
            Check = Families.Luhn(), Display = ["### ### ###"], Examples = ["130 692 544"],
        },
        new("MX:RFC", Both, "Registro Federal de Contribuyentes", "[A-Z&Ñ]{3,4}#{6}*{2}[0-9A]", "Servicio de Administración Tributaria")
        {
            Also = "MX:TAX MX:TIN", Check = Families.Custom("weighted_mod_11", MexicanRules.RfcHolds), Parts = MexicanRules.RfcParts,
            Hint = static v => new IdentifierHints(v.Length == 12 ? Company : Person), Examples = ["PMS010531UG0", "BGM141110GL8"],
        },
        new("MX:CURP", Person, "Clave Única de Registro de Población", "@[AEIOUX]@{2}#{6}[HMX]@{2}[BCDFGHJKLMNÑPQRSTVWXYZ]{3}*#", "Registro Nacional de Población")
        {
            Check = Families.Custom("weighted_mod_10", MexicanRules.CurpHolds), Parts = MexicanRules.CurpParts,
            Hint = static v => new IdentifierHints(Person, BirthDate: MexicanRules.CurpBirth(v), Region: v.Substring(11, 2)), Examples = ["BOXW310820HNERXN09"],
        },
    ];

    /// <summary>Two-digit prefixes the IRS has assigned to campuses and to its internet service; the others were never issued.</summary>
    private static bool IsEinPrefix(int prefix) => prefix switch
    {
        0 or 7 or 8 or 9 or 17 or 18 or 19 or 28 or 29 or 49 or 69 or 70 or 78 or 79 or 89 or 96 or 97 => false,
        _ => true,
    };
}
