using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierCertainty;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>China, Hong Kong, Macao, Taiwan, Japan, Korea.</summary>
internal static class EastAsiaSchemes
{
    private const string UsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("CN:USCC", Company, "Unified Social Credit Code", "[0-9A-HJ-NPQRTUWXY]{2}#{6}[0-9A-HJ-NPQRTUWXY]{10}", "GB 32100-2015; State Administration for Market Regulation")
        {
            Also = "CN:UNIFIED CN:USCI CN:REG CN:COMPANY CN:TAX", Check = Custom("powers_of_three_mod_31", static v => UsccHolds(v), true), Hint = UsccHint,
            Derive = static v => [new("CN:ORGCODE", v.Substring(8, 9), DerivedRelation.Contained)], Examples = ["914403001922038216", "91440300708461136T"],
        },
        new("CN:ORGCODE", Company, "Organization code", "*{8}[0-9X]", "GB 11714-1997")
        {
            Check = Custom("weighted_mod_11", static v => v[8] == "0X987654321"[Digits.WeightedSum(v, [3, 7, 9, 10, 5, 8, 4, 2]) % 11]),
            Display = ["########-#"], Examples = ["19220382-1"],
        },
        new("CN:RIC", Person, "Resident identity number", "[1-9]#{16}[0-9X]", "GB 11643-1999")
        {
            Also = "CN:ID", Check = Mod11And2(), Parts = static v => RicBirth(v) is not null,
            Hint = static v => new IdentifierHints(Person, BirthDate: RicBirth(v)), Examples = ["11010519491231002X"],
        },
        new("HK:BR", Company, "Business registration / company number", "#{8}|#{11}|#{7}", "Inland Revenue Department; Companies Registry")
        {
            Also = "HK:CR HK:REG HK:COMPANY HK:UBI", Display = ["########-###"],
            Derive = static v => v.Length == 11 ? [new("HK:BR", v[..8], DerivedRelation.Contained)] : [], Certainty = Inferred,
            Examples = ["12345678-000", "0123456"],
        },
        new("HK:HKID", Person, "Hong Kong identity card number", "@{1,2}#{6}[0-9A]", "Immigration Department")
        {
            Check = Custom("weighted_mod_11", static v => HkidHolds(v), true), Display = ["#######(#)", "########(#)"],
            Examples = ["G123456(A)", "L555555(0)"],
        },
        new("MO:REG", Company, "Commercial registration number", "@{0,2}#{1,6}@{0,2}", "Commercial and Movable Property Registry")
        {
            Also = "MO:COMPANY", Certainty = Inferred, Examples = ["12345SO"],
        },
        new("TW:UBN", Company, "Unified Business Number", "#{8}", "Ministry of Economic Affairs; Ministry of Finance")
        {
            Also = "TW:GUI TW:REG TW:COMPANY TW:VAT TW:TAX", Check = Custom("digit_sums_mod_5", static v => UbnHolds(v)),
            Parts = static v => !Digits.AllZero(v), Examples = ["22099131", "04541302"],
        },
        new("TW:ID", Person, "National identification number", "@[1289]#{8}", "Ministry of the Interior")
        {
            Check = Custom("weighted_mod_10", static v => TaiwanIdHolds(v)), Examples = ["A123456789"],
        },
        new("JP:CN", Company, "Corporate number", "[1-9]#{12}", "National Tax Agency")
        {
            Also = "JP:CORPORATE JP:HOJIN JP:INVOICE JP:TAX", Prefixes = ["T"], Check = Custom("weighted_mod_9", static v => JapaneseCorporateHolds(v)),
            Display = ["#-####-####-####"],
            Derive = static v => [new("JP:CRN", v[1..], DerivedRelation.Contained)], Examples = ["1180301018771", "T7000012050002"],
        },
        new("JP:CRN", Company, "Company registration number (会社法人等番号)", "#{12}", "Legal Affairs Bureaus")
        {
            Also = "JP:REG JP:COMPANY", Display = ["####-##-######"], Derive = static v => [new("JP:CN", JapaneseCheck(v) + v, DerivedRelation.Computed)],
            Examples = ["0100-01-114017"],
        },
        new("JP:MYNUMBER", Person, "Individual number", "#{12}", "Ministry of Internal Affairs and Communications; Order No. 85 of 2014")
        {
            Also = "JP:INDIVIDUAL", Check = Weighted([6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11, Complement11TenIsZero), Examples = ["123456789018"],
        },
        new("KR:BRN", Both, "Business registration number", "#{10}", "National Tax Service")
        {
            Also = "KR:BUSINESS KR:VAT KR:TAX", Check = Custom("weighted_mod_10", static v => KoreanBusinessHolds(v), true),
            Parts = static v => Digits.Number(v[..3]) >= 101 && v[3..5] is not "00" && !Digits.AllZero(v[5..9]), Display = ["###-##-#####"],
            Hint = static v => new IdentifierHints(v[3] == '8' && v[4] is >= '1' and <= '8' ? Company : null), Examples = ["124-81-00998", "220-81-62517"],
        },
        new("KR:CRN", Company, "Corporation registration number", "#{13}", "Supreme Court Registry Office")
        {
            // Since 2025 the last digit is one more digit of the serial, so a failed check no longer proves anything.
            Check = Custom("weighted_mod_10", static v => (Digits.WeightedSum(v, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]) % 10) == 0 ? true : null),
            Also = "KR:REG KR:COMPANY", Display = ["######-#######"], Examples = ["130111-0006246"],
        },
        new("KR:RRN", Person, "Resident registration number", "#{13}", "Ministry of the Interior and Safety")
        {
            // Since October 2020 the last digits are random, so a failed check no longer proves anything.
            Check = Custom("weighted_mod_11", static v => v[12] == "10987654321"[Digits.WeightedSum(v, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11] ? true : null),
            Parts = static v => RrnBirth(v) is not null, Hint = static v => new IdentifierHints(Person, BirthDate: RrnBirth(v)), Display = ["######-#######"],
            Examples = ["800101-1234560"],
        },
    ];

    private static bool? UsccHolds(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<int> weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += UsccAlphabet.IndexOf(v[i], StringComparison.Ordinal) * weights[i];
        return v[17] == UsccAlphabet[(31 - (sum % 31)) % 31];
    }

    /// <summary>First two characters: registering department and kind of body.</summary>
    private static IdentifierHints UsccHint(string v) => v[..2] switch
    {
        "91" => new IdentifierHints(Company, Region: v.Substring(2, 6)),
        "92" => new IdentifierHints(Company, "sole_proprietor", Region: v.Substring(2, 6)),
        "93" => new IdentifierHints(Company, "cooperative", Region: v.Substring(2, 6)),
        "11" or "12" => new IdentifierHints(Company, "government", Region: v.Substring(2, 6)),
        "51" or "52" or "53" => new IdentifierHints(Company, "nonprofit", Region: v.Substring(2, 6)),
        _ => new IdentifierHints(Company, Region: v.Substring(2, 6)),
    };

    private static DateOnly? RicBirth(ReadOnlySpan<char> v) =>
        Digits.Number(v[6..10]) >= 1800 ? CalendarParts.Date(Digits.Number(v[6..10]), Digits.Number(v[10..12]), Digits.Number(v[12..14])) : null;

    /// <summary>One letter counts as a blank (36) and the letter; weights 9 to 1.</summary>
    private static bool? HkidHolds(ReadOnlySpan<char> v)
    {
        var sum = v.Length == 8 ? (36 * 9) + (Digits.Value(v[0]) * 8) : (Digits.Value(v[0]) * 9) + (Digits.Value(v[1]) * 8);
        return (sum + Digits.WeightedSum(v[^7..], [7, 6, 5, 4, 3, 2, 1])) % 11 == 0;
    }

    /// <summary>Since April 2023 a multiple of 5 is enough (10 before). A seventh digit 7 gives 28, whose digit sum may count as 10 or 1.</summary>
    private static bool? UbnHolds(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<int> weights = [1, 2, 1, 2, 1, 2, 4, 1];
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            var product = Digits.Value(v[i]) * weights[i];
            sum += (product / 10) + (product % 10);
        }

        return sum % 5 == 0 || (v[6] == '7' && (sum + 1) % 5 == 0);
    }

    private static bool? TaiwanIdHolds(ReadOnlySpan<char> v)
    {
        var region = "ABCDEFGHJKLMNPQRSTUVXYWZIO".IndexOf(v[0], StringComparison.Ordinal) + 10;
        return ((region / 10) + (region % 10 * 9) + Digits.WeightedSum(v[1..], [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 == 0;
    }

    private static bool? JapaneseCorporateHolds(ReadOnlySpan<char> v) => v[0] == JapaneseCheck(v[1..]);

    private static char JapaneseCheck(ReadOnlySpan<char> body) =>
        Digits.Digit(9 - (Digits.WeightedSum(body, [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]) % 9));

    private static bool? KoreanBusinessHolds(ReadOnlySpan<char> v)
    {
        var sum = Digits.WeightedSum(v, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + (Digits.Value(v[8]) * 5 / 10);
        return (10 - (sum % 10)) % 10 == Digits.Value(v[9]);
    }

    /// <summary>The seventh digit tells sex, century and nationality.</summary>
    private static DateOnly? RrnBirth(ReadOnlySpan<char> v)
    {
        var century = v[6] switch { '9' or '0' => 1800, '3' or '4' or '7' or '8' => 2000, _ => 1900 };
        return CalendarParts.Date(century + Digits.Number(v[..2]), Digits.Number(v[2..4]), Digits.Number(v[4..6]));
    }
}
