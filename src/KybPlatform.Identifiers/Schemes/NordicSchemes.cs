using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Denmark, Faroe Islands, Sweden, Norway, Finland, Iceland.</summary>
internal static class NordicSchemes
{
    private static readonly int[] OrgnrWeights = [3, 2, 7, 6, 5, 4, 3, 2];
    private static readonly int[] YTunnusWeights = [7, 9, 10, 5, 8, 4, 2];

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("DK:CVR", Company, "CVR-nummer", "[1-9]#{7}", "Erhvervsstyrelsen")
        {
            Also = "DK:VAT DK:MOMS DK:SE DK:REG DK:COMPANY", Prefixes = ["DK", "CVR"], Check = WeightedTotal([2, 7, 6, 5, 4, 3, 2, 1], 11),
            Display = ["## ## ## ##"],
            Examples = ["22756214", "DK 24 25 67 90"],
        },
        new("DK:CPR", Person, "CPR-nummer", "#{10}", "CPR-kontoret")
        {
            // Numbers without a valid modulus-11 check are issued since 2007, so only a passing check says anything.
            Check = Custom("weighted_mod_11", static v => Digits.WeightedSum(v, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 ? true : null),
            Parts = static v => NordicRules.CprBirth(v) is not null, Hint = static v => new IdentifierHints(Person, BirthDate: NordicRules.CprBirth(v)),
            Display = ["######-####"], Examples = ["211062-5629"],
        },
        new("FO:V", Company, "V-tal", "#{6}", "TAKS") { Also = "FO:VTAL FO:VN FO:VAT", Prefixes = ["FO"], Examples = ["623857"] },
        new("SE:ORGNR", Company, "Organisationsnummer", "#{2}[2-9]#{7}", "Bolagsverket; Skatteverket")
        {
            // Public registers write 16 where people's numbers have their century.
            Also = "SE:ORGANISATIONSNUMMER SE:REG SE:COMPANY", Prefixes = ["16"], Check = Luhn(), Display = ["######-####"],
            Derive = static v => [new("SE:VAT", v + "01", DerivedRelation.Computed)],
            Hint = static v => new IdentifierHints(BusinessType: v[0] switch { '2' => "government", '7' => "cooperative", '8' => "nonprofit", _ => null }),
            Examples = ["556016-0680", "556042-7220"],
        },
        new("SE:VAT", Both, "Momsregistreringsnummer", "#{12}", "Skatteverket")
        {
            Also = "SE:MOMS", Prefixes = ["SE"], Check = Luhn(0, 10), Parts = static v => Digits.Number(v[10..]) is >= 1 and <= 94, Sensitive = true,
            Display = ["SE############"],
            Derive = static v => v[2] >= '2' ? [new("SE:ORGNR", v[..10], DerivedRelation.Contained)] : [], Examples = ["SE556016068001"],
        },
        new("SE:PNR", Person, "Personnummer / samordningsnummer", "#{10}|#{6}+#{4}|#{12}", "Skatteverket")
        {
            Also = "SE:PERSONNUMMER SE:SAMORDNINGSNUMMER", Keep = "+", Check = Custom("luhn", static v => NordicRules.PersonnummerHolds(v), true),
            Parts = NordicRules.PersonnummerParts,
            Hint = static v => new IdentifierHints(Person, BirthDate: NordicRules.PersonnummerBirth(v)), Display = ["######-####", "########-####"],
            Examples = ["811228-9874", "19811228-9874"],
        },
        new("NO:ORGNR", Company, "Organisasjonsnummer", "[89]#{8}", "Brønnøysundregistrene")
        {
            Also = "NO:ORGANISASJONSNUMMER NO:REG NO:COMPANY", Prefixes = ["NO"], Suffixes = ["FORETAKSREGISTERET", "MVA"], Check = Weighted(OrgnrWeights, 11, Complement11),
            Display = ["### ### ###"],
            Derive = static v => [new("NO:VAT", v + "MVA", DerivedRelation.Computed)], Examples = ["923609016", "982 463 718"],
        },
        new("NO:VAT", Company, "Merverdiavgiftsnummer", "[89]#{8}MVA", "Skatteetaten")
        {
            Also = "NO:MVA", Prefixes = ["NO"], Suffixes = ["FORETAKSREGISTERET"], Check = Weighted(OrgnrWeights, 11, Complement11), Display = ["### ### ### ###"],
            Derive = static v => [new("NO:ORGNR", v[..9], DerivedRelation.Contained)], Examples = ["NO 923 609 016 MVA"],
        },
        new("NO:FNR", Person, "Fødselsnummer / D-nummer", "#{11}", "Skatteetaten, Folkeregisteret")
        {
            Also = "NO:FODSELSNUMMER NO:DNR", Check = Custom("two_weighted_mod_11", NordicRules.FodselsnummerHolds, true),
            Parts = static v => NordicRules.FodselsnummerBirth(v) is not null,
            Hint = static v => new IdentifierHints(Person, BirthDate: NordicRules.FodselsnummerBirth(v)), Display = ["###### #####"], Examples = ["151086 95088"],
        },
        new("FI:YTUNNUS", Company, "Y-tunnus", "#{8}", "Patentti- ja rekisterihallitus; Verohallinto")
        {
            Also = "FI:Y FI:BUSINESSID FI:BUSINESS FI:REG FI:COMPANY", ZerosTo = 8, Check = Weighted(YTunnusWeights, 11, Complement11), Display = ["#######-#"],
            Derive = static v => [new("FI:VAT", v, DerivedRelation.Computed)], Examples = ["0112038-9", "1927400-1"],
        },
        new("FI:VAT", Company, "Arvonlisäveronumero (ALV)", "#{8}", "Verohallinto")
        {
            Also = "FI:ALV", Prefixes = ["FI"], Check = Weighted(YTunnusWeights, 11, Complement11), Display = ["FI########"],
            Derive = static v => [new("FI:YTUNNUS", v, DerivedRelation.Contained)], Examples = ["FI01120389"],
        },
        new("FI:HETU", Person, "Henkilötunnus", "#{6}[-+A-FU-Y]#{3}[0-9A-FHJ-NPR-Y]", "Digi- ja väestötietovirasto")
        {
            Keep = "-+", Check = Custom("mod_31", NordicRules.HetuHolds, true), Parts = static v => NordicRules.HetuBirth(v) is not null && Digits.Number(v[7..10]) >= 2,
            Hint = static v => new IdentifierHints(Person, BirthDate: NordicRules.HetuBirth(v)), Examples = ["131052-308T", "010594Y9032"],
        },
        new("IS:KENNITALA", Both, "Kennitala", "#{9}[089]", "Þjóðskrá; Skatturinn")
        {
            Also = "IS:KT IS:REG IS:RN", Check = Weighted(OrgnrWeights, 11, Complement11), Parts = static v => NordicRules.KennitalaBirth(v) is not null,
            Sensitive = true,
            Hint = static v => v[0] >= '4' ? new IdentifierHints(Company) : new IdentifierHints(Person, BirthDate: NordicRules.KennitalaBirth(v)),
            Display = ["######-####"],
            Examples = ["450401-3150", "120174-3399"],
        },
        new("IS:VSK", Company, "Virðisaukaskattsnúmer", "#{5,6}", "Skatturinn") { Also = "IS:VAT", Prefixes = ["IS", "VSK"], Examples = ["00621"] },
    ];
}
