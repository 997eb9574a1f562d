using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierCertainty;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Southeast Asia.</summary>
internal static class SoutheastAsiaSchemes
{
    private const string UenOtherAlphabet = "ABCDEFGHJKLMNPQRSTUVWX0123456789";

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("SG:UEN", Company, "Unique Entity Number", "#{8}@|#{9}@|[RST]#{2}[A-Z0-9]{2}#{4}@", "Accounting and Corporate Regulatory Authority")
        {
            Also = "SG:REG SG:COMPANY SG:ACRA SG:TAX SG:GST", Prefixes = ["UEN"], Check = Custom("weighted_mod_11", static v => UenHolds(v)), Parts = UenParts,
            Hint = UenHint, Examples = ["00192200M", "196800306E", "200010249N", "S16FC0121D"],
        },
        new("SG:NRIC", Person, "NRIC / FIN", "[STFGM]#{7}@", "Immigration & Checkpoints Authority")
        {
            Also = "SG:FIN", Check = Custom("weighted_mod_11", static v => NricHolds(v)), Examples = ["S0000001I", "G1234567X", "M1234567K"],
        },
        new("MY:SSM", Company, "Company registration number", "#{12}|#{1,7}@", "Suruhanjaya Syarikat Malaysia")
        {
            Also = "MY:REG MY:COMPANY MY:BRN", Parts = static v => v.Length < 12 || (Digits.Number(v[..4]) is >= 1800 and <= 2100 && v[4] == '0'),
            Hint = static v => new IdentifierHints(BusinessType: v.Length < 12 ? null : v[4..6] switch { "03" => "sole_proprietor", "04" => "limited_liability_partnership", _ => null }),
            Certainty = Inferred, Examples = ["196501000279", "5067-M"],
        },
        new("MY:TIN", Both, "Tax identification number", "@{1,2}#{9,11}", "Lembaga Hasil Dalam Negeri")
        {
            Also = "MY:TAX", Certainty = Inferred, Examples = ["C2584563202"],
        },
        new("MY:NRIC", Person, "MyKad number", "#{12}", "Jabatan Pendaftaran Negara")
        {
            Also = "MY:IC", Parts = static v => CalendarParts.IsDateOfSomeCentury(Digits.Number(v[..2]), Digits.Number(v[2..4]), Digits.Number(v[4..6])),
            Display = ["######-##-####"], Examples = ["800101-14-1234"],
        },
        new("TH:TIN", Company, "Juristic person / tax number", "0#{12}", "Department of Business Development; Revenue Department")
        {
            Also = "TH:JURISTIC TH:MOA TH:REG TH:TAX TH:COMPANY TH:VAT", Check = Weighted([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], 11, "10987654321"),
            Display = ["#-####-#####-##-#"],
            Examples = ["0107544000108", "0107542000011"],
        },
        new("TH:PIN", Person, "Population identification number", "[1-8]#{12}", "Department of Provincial Administration")
        {
            Check = Weighted([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], 11, "10987654321"), Display = ["#-####-#####-##-#"], Examples = ["1-1234-56789-12-0"],
        },
        new("ID:NPWP", Both, "Nomor Pokok Wajib Pajak", "#{15,16}", "Direktorat Jenderal Pajak")
        {
            // Sixteen digits starting with 0 are the older number with a zero in front; others are personal numbers, which carry no check.
            Also = "ID:TAX ID:TIN",
            Check = Custom("luhn", static v => v.Length == 15 ? Algorithms.LuhnSum(v[..9]) % 10 == 0 : v[0] == '0' ? Algorithms.LuhnSum(v[1..10]) % 10 == 0 : null),
            Display = ["##.###.###.#-###.###"], Sensitive = true, Hint = static v => new IdentifierHints(v.Length == 16 && v[0] != '0' ? Person : null),
            Examples = ["01.300.066.6-091.000", "0013000666091000"],
        },
        new("ID:NIB", Company, "Nomor Induk Berusaha", "#{13}", "OSS, Kementerian Investasi")
        {
            Also = "ID:REG ID:COMPANY", Certainty = Inferred, Examples = ["9120001234567"],
        },
        new("ID:NIK", Person, "Nomor Induk Kependudukan", "[1-9]#{15}", "Direktorat Jenderal Kependudukan")
        {
            Parts = static v => CalendarParts.IsDateOfSomeCentury(Digits.Number(v[10..12]), Digits.Number(v[8..10]), Digits.Number(v[6..8]) is > 40 and var day ? day - 40 : Digits.Number(v[6..8])),
            Examples = ["3171234101800001"],
        },
        new("VN:MST", Both, "Mã số thuế / mã số doanh nghiệp", "#{10}|#{13}", "Tổng cục Thuế")
        {
            Also = "VN:TAX VN:TIN VN:REG VN:COMPANY", Check = Weighted([31, 29, 23, 19, 17, 13, 7, 5, 3], 11, "!9876543210"),
            Display = ["##########", "##########-###"],
            Parts = static v => !Digits.AllZero(v[2..9]) && (v.Length == 10 || !Digits.AllZero(v[10..])),
            Derive = static v => v.Length == 13 ? [new("VN:MST", v[..10], DerivedRelation.Contained)] : [],
            Examples = ["0300588569", "0100109106-001"],
        },
        new("VN:CCCD", Person, "Số định danh cá nhân", "0#{11}", "Bộ Công an") { Examples = ["001080012345"] },
        new("PH:TIN", Both, "Taxpayer identification number", "#{9}|#{12}|#{13}|#{14}", "Bureau of Internal Revenue")
        {
            Also = "PH:TAX PH:VAT", Display = ["###-###-###", "###-###-###-###"], Certainty = Inferred, Examples = ["000-123-456-000"],
        },
        new("PH:SEC", Company, "SEC registration number", "@{0,4}#{3,13}@{0,2}", "Securities and Exchange Commission")
        {
            Also = "PH:REG PH:COMPANY", Certainty = Inferred, Examples = ["CS200707711", "PW-00000094"],
        },
        new("KH:TIN", Both, "TIN / company number", "@{0,4}#{5,13}", "Ministry of Commerce; General Department of Taxation")
        {
            Also = "KH:REG KH:COMPANY KH:TAX KH:VAT", Certainty = Inferred, Examples = ["K001-100012345"],
        },
        new("LA:REG", Company, "Enterprise registration number", "#{2,12}", "Ministry of Industry and Commerce")
        {
            Also = "LA:COMPANY", Certainty = Inferred, Examples = ["01-00012345"],
        },
        new("MM:REG", Company, "Company registration number", "#{9}|#{1,5}@{0,2}#{4}", "Directorate of Investment and Company Administration")
        {
            Also = "MM:COMPANY MM:DICA", Certainty = Inferred, Examples = ["123456789"],
        },
        new("BN:ROC", Company, "Company registration number", "RC#{1,8}|P#{1,8}|@{3}RC#{1,6}|AGO*{1,10}", "Registry of Companies and Business Names")
        {
            Also = "BN:REG BN:COMPANY", Certainty = Inferred, Examples = ["AGO/RC/1", "RC00001234"],
        },
        new("TL:TIN", Both, "Taxpayer identification number", "#{7,9}", "Autoridade Tributária")
        {
            Also = "TL:REG TL:TAX", Certainty = Inferred, Examples = ["1001234"],
        },
    ];

    /// <summary>Three tables: businesses (8 digits), local companies (year and 5 digits), others (T, S or R, year, type, 4 digits).</summary>
    private static bool? UenHolds(ReadOnlySpan<char> v)
    {
        if (!char.IsAsciiDigit(v[0]))
        {
            ReadOnlySpan<int> weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
            var sum = 6;
            for (var i = 0; i < 9; i++)
                sum += Math.Max(0, UenOtherAlphabet.IndexOf(v[i], StringComparison.Ordinal)) * weights[i];
            return v[9] == UenOtherAlphabet[sum % 11];
        }

        return v.Length == 9
            ? v[8] == "XMKECAWLJDB"[Digits.WeightedSum(v, [10, 4, 9, 3, 8, 2, 7, 1]) % 11]
            : v[9] == "ZKCMDNERGWH"[Digits.WeightedSum(v, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11];
    }

    private static bool UenParts(ReadOnlySpan<char> v) => v.Length == 9 || !char.IsAsciiDigit(v[0]) || Digits.Number(v[..4]) is >= 1800 and <= 2100;

    private static IdentifierHints UenHint(string v) => char.IsAsciiDigit(v[0])
        ? IdentifierHints.None
        : new IdentifierHints(BusinessType: v.Substring(3, 2) switch
        {
            "LL" => "limited_liability_partnership",
            "LP" => "partnership",
            "CS" => "cooperative",
            "GA" or "GB" => "government",
            _ => null,
        });

    private static bool? NricHolds(ReadOnlySpan<char> v)
    {
        var sum = Digits.WeightedSum(v[1..], [2, 7, 6, 5, 4, 3, 2]);
        return v[0] switch
        {
            'S' => v[8] == "JZIHGFEDCBA"[sum % 11],
            'T' => v[8] == "JZIHGFEDCBA"[(sum + 4) % 11],
            'F' => v[8] == "XWUTRQPNMLK"[sum % 11],
            'G' => v[8] == "XWUTRQPNMLK"[(sum + 4) % 11],
            _ => v[8] == "XWUTRQPNJLK"[(sum + 3) % 11],
        };
    }
}
