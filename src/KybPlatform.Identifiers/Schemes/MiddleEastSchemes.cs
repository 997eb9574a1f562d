using KybPlatform.Identifiers.CheckDigits;
using KybPlatform.Identifiers.Text;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierCertainty;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Türkiye, Israel, the Gulf, the Levant, Egypt.</summary>
internal static class MiddleEastSchemes
{
    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("TR:VKN", Company, "Vergi kimlik numarası", "#{10}", "Gelir İdaresi Başkanlığı")
        {
            Also = "TR:TAX TR:VAT TR:TIN", Check = Custom("powers_of_two_mod_9", static v => VknHolds(v)), Examples = ["8760047464", "4540536920"],
        },
        new("TR:MERSIS", Company, "MERSİS numarası", "#{16}", "Ticaret Bakanlığı")
        {
            Also = "TR:REG TR:COMPANY", Derive = static v => v[0] == '0' ? [new("TR:VKN", v.Substring(1, 10), DerivedRelation.Likely)] : [],
            Examples = ["0876004746400013"],
        },
        new("TR:TCKN", Person, "T.C. kimlik numarası", "[1-9]#{10}", "Nüfus ve Vatandaşlık İşleri")
        {
            Also = "TR:TCKIMLIK TR:KIMLIK", Check = Custom("two_sums_mod_10", TcknHolds, true), Examples = ["10000000146"],
        },
        new("IL:HP", Company, "Company number (ח.פ.)", "5#{8}", "Registrar of Companies")
        {
            Also = "IL:COMPANY IL:REG IL:TAX IL:VAT", Check = Luhn(), Display = ["##-#######"], Examples = ["520013954", "520018078"],
        },
        new("IL:ID", Person, "Identity number (ת.ז.)", "#{9}", "Population and Immigration Authority")
        {
            Also = "IL:TZ", ZerosTo = 9, Check = Luhn(), Parts = static v => !Digits.AllZero(v), Examples = ["123456782"],
        },
        new("AE:LICENCE", Company, "Trade licence number", "*{3,20}", "Departments of economy and free zones")
        {
            Also = "AE:TRADE AE:LICENSE AE:REG AE:COMPANY", Certainty = Inferred, Examples = ["CN-1234567", "DMCC-123456"],
        },
        new("AE:TRN", Company, "Tax registration number", "10#{13}", "Federal Tax Authority")
        {
            Also = "AE:VAT AE:TAX", Prefixes = ["TRN"], Certainty = Inferred, Examples = ["100123456700003"],
        },
        new("AE:EID", Person, "Emirates ID", "784#{12}", "Federal Authority for Identity and Citizenship")
        {
            Parts = static v => Digits.Number(v[3..7]) is >= 1900 and <= 2100, Display = ["###-####-#######-#"], Certainty = Inferred,
            Examples = ["784-1980-1234567-1"],
        },
        new("SA:CR", Company, "Commercial registration / unified number", "#{10}", "Ministry of Commerce")
        {
            Also = "SA:REG SA:COMPANY SA:UNIFIED SA:UNN", Prefixes = ["CR"], Examples = ["1010010030", "7001234567"],
        },
        new("SA:VAT", Company, "VAT registration number", "3#{13}3", "Zakat, Tax and Customs Authority")
        {
            Also = "SA:TAX SA:TIN", Certainty = Inferred, Examples = ["300000000000003"],
        },
        new("SA:NID", Person, "National ID / Iqama", "[12]#{9}", "Ministry of Interior") { Also = "SA:IQAMA", Certainty = Inferred, Examples = ["1012345678"] },
        new("QA:CR", Company, "Commercial registration number", "#{1,8}", "Ministry of Commerce and Industry")
        {
            Also = "QA:REG QA:COMPANY", Prefixes = ["CR"], Certainty = Inferred, Examples = ["12345"],
        },
        new("QA:QID", Person, "Qatar ID", "[23]#{10}", "Ministry of Interior") { Certainty = Inferred, Examples = ["28012345678"] },
        new("KW:LICENCE", Company, "Commercial licence number", "*{1,15}", "Ministry of Commerce and Industry")
        {
            Also = "KW:LICENSE KW:CR KW:REG KW:COMPANY", Certainty = Inferred, Examples = ["123456"],
        },
        new("KW:CIVILID", Person, "Civil ID", "[23]#{11}", "Public Authority for Civil Information")
        {
            Also = "KW:CIVIL", Check = Weighted([2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], 11, "!!987654321"), Parts = static v => CivilBirth(v) is not null,
            Hint = static v => new IdentifierHints(Person, BirthDate: CivilBirth(v)), Examples = ["280010101234"],
        },
        new("OM:VATIN", Company, "VAT identification number", "OM#{10}", "Oman Tax Authority")
        {
            Also = "OM:VAT OM:TAX", Reader = static raw => ValueCleaner.WithHead(raw, "OM", 12), Examples = ["OM1100006980", "1100006980"],
        },
        new("OM:CR", Company, "Commercial registration number", "#{5,8}", "Ministry of Commerce, Industry and Investment Promotion")
        {
            Also = "OM:REG OM:COMPANY", Prefixes = ["CR"], Certainty = Inferred, Examples = ["1234567"],
        },
        new("BH:CR", Company, "Commercial registration number", "#{1,6}|#{1,6}-#{1,2}", "Ministry of Industry and Commerce, Sijilat")
        {
            Also = "BH:REG BH:COMPANY", Keep = "-", Prefixes = ["CR"], Certainty = Inferred, Examples = ["1234-1", "99999"],
        },
        new("BH:CPR", Person, "Personal number", "#{9}", "Information & eGovernment Authority")
        {
            Parts = static v => Digits.Number(v[2..4]) is >= 1 and <= 12, Certainty = Inferred, Examples = ["800112345"],
        },
        new("JO:NEN", Company, "National establishment number", "#{9}", "Companies Control Department")
        {
            Also = "JO:NATIONAL JO:REG JO:COMPANY", Certainty = Inferred, Examples = ["200012345"],
        },
        new("LB:CR", Company, "Commercial register number", "#{1,8}", "Ministry of Justice")
        {
            Also = "LB:REG LB:COMPANY", Certainty = Inferred, Examples = ["1012345"],
        },
        new("IQ:REG", Company, "Company registration number", "@{0,3}#{1,9}", "Companies Registration Directorate")
        {
            Also = "IQ:COMPANY", Certainty = Inferred, Examples = ["12345"],
        },
        new("EG:TN", Company, "Tax registration number", "#{9}", "Egyptian Tax Authority")
        {
            Also = "EG:TAX EG:TIN EG:VAT", Display = ["###-###-###"], Examples = ["100-531-385"],
        },
        new("EG:CR", Company, "Commercial register number", "#{1,7}", "Commercial Registry")
        {
            Also = "EG:REG EG:COMPANY", Certainty = Inferred, Examples = ["12345"],
        },
        new("EG:NID", Person, "National ID number", "[23]#{13}", "Civil Status Organization")
        {
            Parts = static v => EgyptianBirth(v) is not null, Hint = static v => new IdentifierHints(Person, BirthDate: EgyptianBirth(v)),
            Examples = ["28001010112345"],
        },
    ];

    private static bool? VknHolds(ReadOnlySpan<char> v)
    {
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            var shifted = (Digits.Value(v[i]) + 9 - i) % 10;
            var folded = (shifted << (9 - i)) % 9;
            sum += shifted != 0 && folded == 0 ? 9 : folded;
        }

        return (10 - (sum % 10)) % 10 == Digits.Value(v[9]);
    }

    /// <summary>Tenth digit from seven times the odd places less the even ones; eleventh from the sum of all ten.</summary>
    private static bool? TcknHolds(ReadOnlySpan<char> v) =>
        (Digits.WeightedSum(v, [7, -1, 7, -1, 7, -1, 7, -1, 7]) + 40) % 10 == Digits.Value(v[9])
        && Digits.WeightedSum(v, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10 == Digits.Value(v[10]);

    private static DateOnly? CivilBirth(ReadOnlySpan<char> v) =>
        CalendarParts.Date((v[0] == '2' ? 1900 : 2000) + Digits.Number(v[1..3]), Digits.Number(v[3..5]), Digits.Number(v[5..7]));

    private static DateOnly? EgyptianBirth(ReadOnlySpan<char> v) =>
        Digits.Number(v[7..9]) is (>= 1 and <= 35) or 88 ? CivilBirth(v) : null;
}
