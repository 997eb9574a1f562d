using KybPlatform.Identifiers.CheckDigits;
using KybPlatform.Identifiers.Text;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>France, Monaco, Belgium, Netherlands, Luxembourg.</summary>
internal static class FranceAndBeneluxSchemes
{
    private static readonly int[] ElevenTest = [9, 8, 7, 6, 5, 4, 3, 2, 10];

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("FR:SIREN", Company, "SIREN", "#{9}", "INSEE, répertoire Sirene")
        {
            Also = "FR:COMPANY FR:REG FR:RCS", Prefixes = ["SIREN", "RCS"], Reader = FrenchRules.ReadRegister, Check = Luhn(), Parts = static v => !Digits.AllZero(v), Display = ["### ### ###"],
            Derive = static v => [new("FR:VAT", FrenchRules.VatKey(v) + v, DerivedRelation.Computed)], Examples = ["652 014 051", "490587235"],
        },
        new("FR:SIRET", Company, "SIRET", "#{14}", "INSEE, répertoire Sirene")
        {
            Prefixes = ["SIRET"], Check = Custom("luhn", FrenchRules.SiretHolds), Parts = static v => !Digits.AllZero(v[..9]), Display = ["### ### ### #####"],
            Derive = static v => [new("FR:SIREN", v[..9], DerivedRelation.Contained), new("FR:VAT", FrenchRules.VatKey(v.AsSpan(0, 9)) + v[..9], DerivedRelation.Computed)],
            Examples = ["552 032 534 00646", "35600000000048", "35600000049837"],
        },
        new("FR:VAT", Company, "Numéro de TVA intracommunautaire", "[0-9A-HJ-NP-Z]{2}#{9}", "Direction générale des finances publiques")
        {
            Also = "FR:TVA", Prefixes = ["FR", "TVAFR", "TVA"], Check = Custom("mod_97_and_luhn", FrenchRules.VatHolds), Display = ["FR## ### ### ###"],
            Derive = static v => v.AsSpan(2).StartsWith("000") ? [] : [new("FR:SIREN", v[2..], DerivedRelation.Contained)],
            Examples = ["FR14652014051", "FR22 424 761 419"],
        },
        new("FR:NIR", Person, "Numéro de sécurité sociale (NIR)", "[1-478]#{14}|[1-478]#{4}2[AB]#{8}", "INSEE, répertoire national d'identification")
        {
            Also = "FR:SSN FR:INSEE", Check = Custom("mod_97", FrenchRules.NirHolds, true), Parts = FrenchRules.NirParts, Display = ["# ## ## ## ### ### ##"],
            Examples = ["2 55 08 14 168 025 38"],
        },
        new("MC:VAT", Company, "Numéro de TVA (Monaco)", "FR[0-9A-HJ-NP-Z]{2}000#{6}", "Direction des services fiscaux")
        {
            Also = "MC:TVA", Reader = static raw => ValueCleaner.WithHead(raw, "FR", 13), Check = Custom("mod_97", static v => FrenchRules.VatHolds(v[2..])),
            Display = ["## ## ### ### ###"], Examples = ["FR53000004605", "FR 53 0000 04605"],
        },
        new("MC:RCI", Company, "Répertoire du commerce et de l'industrie", "#{2}[SP]#{5}", "Direction de l'expansion économique")
        {
            Also = "MC:REG", Certainty = IdentifierCertainty.Inferred, Examples = ["56S00123"],
        },
        new("BE:KBO", Company, "Ondernemingsnummer / numéro d'entreprise", "[01]#{9}", "Kruispuntbank van Ondernemingen")
        {
            Also = "BE:BCE BE:CBE BE:ONDERNEMINGSNUMMER BE:ENTERPRISE BE:VAT BE:BTW BE:TVA BE:REG BE:COMPANY", Prefixes = ["BE", "KBO", "BCE"], ZerosTo = 10,
            RestoresZeros = true,
            Check = Custom("mod_97_complement", static v => 97 - Digits.Mod(v[..8], 97) == Digits.Number(v[8..]), true),
            Parts = static v => v[1] != '0' || v[0] != '0',
            Display = ["####.###.###"], Examples = ["BE 0417.497.106", "0202.239.951", "403.227.515"],
        },
        new("BE:NN", Person, "Rijksregisternummer / numéro national", "#{11}", "Rijksregister van de natuurlijke personen")
        {
            Also = "BE:NRN BE:RRN BE:BIS", Check = Custom("mod_97_complement", BelgianPersonHolds), Parts = BelgianPersonParts, Display = ["##.##.##-###.##"],
            Examples = ["85.07.30-033.28", "17.07.30-033.84"],
        },
        new("NL:KVK", Company, "KVK-nummer", "#{8}", "Kamer van Koophandel")
        {
            Also = "NL:REG NL:COMPANY NL:COC", Prefixes = ["KVK"], ZerosTo = 8, Examples = ["33161698", "70339538"],
        },
        new("NL:RSIN", Company, "Rechtspersonen en samenwerkingsverbanden informatienummer", "#{9}", "Belastingdienst")
        {
            Also = "NL:FISCAL", Check = WeightedTotal(ElevenTest, 11), Parts = static v => !Digits.AllZero(v), Examples = ["805734958"],
        },
        new("NL:VAT", Both, "Btw-identificatienummer", "#{9}B#{2}", "Belastingdienst")
        {
            Also = "NL:BTW NL:BTWIDENTIFICATIENUMMER NL:OB", Prefixes = ["NL", "BTWNL", "BTW"], Check = Custom("mod_97_or_mod_11", DutchVatHolds),
            Sensitive = true, ZerosTo = 12,
            Parts = static v => !Digits.AllZero(v[..9]) && !Digits.AllZero(v[10..]), Display = ["NL############"],
            Derive = static v => ElevenHolds(v) ? [new("NL:RSIN", v[..9], DerivedRelation.Likely)] : [], Examples = ["NL805734958B01", "004495445B01"],
        },
        new("NL:BSN", Person, "Burgerservicenummer", "#{9}", "Rijksdienst voor Identiteitsgegevens")
        {
            Check = WeightedTotal(ElevenTest, 11), Parts = static v => !Digits.AllZero(v), ZerosTo = 9, Examples = ["111222333"],
        },
        new("LU:RCS", Company, "Registre de commerce et des sociétés", "@#{1,6}", "Luxembourg Business Registers")
        {
            Also = "LU:REG LU:COMPANY", Prefixes = ["RCSLUXEMBOURG", "RCS"], Certainty = IdentifierCertainty.Inferred, Examples = ["B166756", "B 7479"],
        },
        new("LU:VAT", Company, "Numéro de TVA", "#{8}", "Administration de l'enregistrement, des domaines et de la TVA")
        {
            Also = "LU:TVA", Prefixes = ["LU"], Display = ["LU########"],
            Check = Custom("mod_89", static v => Digits.Number(v[..6]) % 89 == Digits.Number(v[6..]), true),
            Examples = ["LU20260743", "LU20981643"],
        },
    ];

    /// <summary>Births since 2000 count with a 2 in front. Months may be raised by 20 or 40 for people without a civil registration.</summary>
    private static bool? BelgianPersonHolds(ReadOnlySpan<char> v)
    {
        var check = Digits.Number(v[9..]);
        return 97 - Digits.Mod(v[..9], 97) == check || 97 - Digits.Mod(v[..9], 97, 2) == check;
    }

    /// <summary>Parts of the date may be unknown (00).</summary>
    private static bool BelgianPersonParts(ReadOnlySpan<char> v)
    {
        int year = Digits.Number(v[..2]), month = Digits.Number(v[2..4]), day = Digits.Number(v[4..6]);
        if (month >= 60)
            return false;
        month %= 20;
        return month == 0 || day == 0 ? month <= 12 && day <= 31 : CalendarParts.IsDateOfSomeCentury(year, month, day);
    }

    /// <summary>Sole traders' numbers since 2020 use modulus 97 over the whole; companies' rest on the older eleven-test.</summary>
    private static bool? DutchVatHolds(ReadOnlySpan<char> v) =>
        ElevenHolds(v) || Digits.Mod(v, 97, Digits.Mod("NL", 97)) == 1;

    private static bool ElevenHolds(ReadOnlySpan<char> v) => Digits.WeightedSum(v, ElevenTest) % 11 == 0;
}
