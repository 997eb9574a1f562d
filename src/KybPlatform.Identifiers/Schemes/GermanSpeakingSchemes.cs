using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Germany, Austria, Switzerland, Liechtenstein.</summary>
internal static class GermanSpeakingSchemes
{
    private static readonly int[] UidWeights = [5, 4, 3, 2, 7, 6, 5, 4];

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        // The court is part of the key; it is kept after the number when given ("HRB91349 MÜNCHEN") and the caller must ask for it when not.
        new("DE:HRB", Company, "Handelsregisternummer", CourtRegister.Shape, "Register courts of the Länder")
        {
            Also = "DE:HRA DE:GNR DE:GSR DE:PR DE:VR DE:HR DE:HANDELSREGISTERNUMMER DE:HANDELSREGISTER DE:REG DE:COMPANY", Reader = CourtRegister.Read,
            Hint = CourtRegister.Hint, Examples = ["HRB 91349", "HRA 50419", "Amtsgericht München HRB 91349", "HRB 12345 B"],
        },
        new("DE:VAT", Company, "Umsatzsteuer-Identifikationsnummer", "[1-9]#{8}", "Bundeszentralamt für Steuern")
        {
            Also = "DE:UST DE:USTIDNR DE:USTID", Prefixes = ["DE", "USTIDNRDE", "USTIDNR"], Check = Mod11And10(), Display = ["DE#########"],
            Examples = ["DE129274202", "DE143454214"],
        },
        new("DE:STNR", Both, "Steuernummer", "#{10,11}|#{13}", "Finanzämter der Länder")
        {
            Also = "DE:STEUERNUMMER DE:TAX", Sensitive = true, Parts = static v => v.Length < 13 || IsFederalTaxNumber(v), Examples = ["181/815/0815 5", "5181081508155"],
        },
        new("DE:IDNR", Person, "Steuerliche Identifikationsnummer", "[1-9]#{10}", "Bundeszentralamt für Steuern; § 139b AO")
        {
            Also = "DE:IDENTIFIKATIONSNUMMER DE:TIN", Check = Mod11And10(), Parts = static v => OneDigitRepeats(v[..10]), Display = ["## ### ### ###"],
            Examples = ["36 574 261 809"],
        },
        new("AT:FN", Company, "Firmenbuchnummer", "#{1,6}@", "Firmenbuch; Bundesministerium für Justiz")
        {
            Also = "AT:FIRMENBUCHNUMMER AT:FIRMENBUCH AT:BUSINESSID AT:REG AT:COMPANY", Prefixes = ["FN"], Check = Custom("weighted_mod_17", FirmenbuchHolds), Examples = ["FN 58389t", "122119m"],
        },
        new("AT:VAT", Company, "Umsatzsteuer-Identifikationsnummer (UID)", "U#{8}", "Bundesministerium für Finanzen")
        {
            Also = "AT:UID AT:UST AT:USTIDNR", Prefixes = ["AT", "UIDAT", "UID"], Display = ["AT#########"], Examples = ["ATU33864707", "U14189108"],
            Check = Custom("luhn_offset", static v => v[8] == Digits.Digit((106 - Algorithms.LuhnSum(v[1..8])) % 10), true),
        },
        new("AT:VNR", Person, "Versicherungsnummer", "[1-9]#{9}", "Dachverband der Sozialversicherungsträger")
        {
            Also = "AT:SVNR", Display = ["#### ######"],
            Check = Custom("weighted_mod_11", static v => Digits.WeightedSum(v, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == Digits.Value(v[3]), true),
            // Months 13 to 15 are used when the serials of a day run out.
            Parts = static v => Digits.Number(v[4..6]) is >= 1 and <= 31 && Digits.Number(v[6..8]) is >= 1 and <= 15,
            Examples = ["1237 010180"],
        },
        new("CH:UID", Company, "Unternehmens-Identifikationsnummer", "CHE#{9}", "Bundesamt für Statistik; UIDG")
        {
            Also = "CH:CHE CH:REG CH:COMPANY CH:IDE", Check = Weighted(UidWeights, 11, Complement11, 3), Suffixes = ["MWST", "TVA", "IVA", "TPV", "HR"],
            Display = ["###-###.###.###"],
            Derive = static v => [new("CH:VAT", v + "MWST", DerivedRelation.Computed)], Examples = ["CHE-105.909.036", "CHE103867266"],
        },
        new("CH:VAT", Company, "Mehrwertsteuernummer", "CHE#{9}MWST|CHE#{9}TVA|CHE#{9}IVA|CHE#{9}TPV", "Eidgenössische Steuerverwaltung")
        {
            Also = "CH:MWST CH:TVA CH:IVA", Check = Weighted(UidWeights, 11, Complement11, 3), Display = ["###-###.###.### ####", "###-###.###.### ###"],
            Derive = static v => [new("CH:UID", v[..12], DerivedRelation.Contained)], Examples = ["CHE-105.909.036 MWST", "CHE-105.909.036 TVA"],
        },
        new("CH:AHV", Person, "AHV-Nummer", "756#{10}", "Zentrale Ausgleichsstelle; AHVG")
        {
            Also = "CH:AVS CH:SSN", Check = Gs1(13), Display = ["###.####.####.##"], Examples = ["756.9217.0769.85"],
        },
        new("LI:PEID", Company, "Personenidentifikationsnummer", "#{4,12}", "Amt für Justiz; Steuerverwaltung")
        {
            Also = "LI:TIN LI:REG", Examples = ["1234567"],
        },
        new("LI:FL", Company, "Handelsregisternummer", "FL#{11}", "Amt für Justiz")
        {
            Also = "LI:HR", Certainty = IdentifierCertainty.Inferred, Display = ["##-####.###.###-#"], Examples = ["FL-0002.000.000-0"],
        },
    ];

    /// <summary>GS1 modulo 10: weights 1 and 3 from the left so that the last weight is 1.</summary>
    internal static CheckRule Gs1(int length) =>
        WeightedTotal([.. Enumerable.Range(0, length).Select(i => (length - 1 - i) % 2 == 0 ? 1 : 3)], 10);

    /// <summary>The uniform federal form: the Land's first digits, 0 in fifth place.</summary>
    private static bool IsFederalTaxNumber(ReadOnlySpan<char> v) =>
        v[4] == '0' && (v[0] is '3' or '4' or '5' or '9' || v[..2] is "10" or "11" or "21" or "22" or "23" or "24" or "26" or "27" or "28");

    /// <summary>
    /// The letter is the weighted sum of the digits, filled up to six, modulo 17. The rule follows published numbers, not a published text, so a failed
    /// check proves nothing.
    /// </summary>
    private static bool? FirmenbuchHolds(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<int> weights = [6, 4, 14, 15, 10, 1];
        return v[^1] == "ABDFGHIKMPSTVWXYZ"[Digits.WeightedSum(v, weights[^(v.Length - 1)..]) % 17] ? true : null;
    }

    /// <summary>Of the first ten digits exactly one occurs twice or three times, never three in a row; the others at most once.</summary>
    private static bool OneDigitRepeats(ReadOnlySpan<char> v)
    {
        for (var i = 2; i < v.Length; i++)
        {
            if (v[i] == v[i - 1] && v[i] == v[i - 2])
                return false;
        }

        var repeated = 0;
        for (var d = '0'; d <= '9'; d++)
        {
            var count = v.Count(d);
            if (count > 3)
                return false;
            if (count > 1)
                repeated++;
        }

        return repeated == 1;
    }
}
