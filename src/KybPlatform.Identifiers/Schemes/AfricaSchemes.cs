using KybPlatform.Identifiers.CheckDigits;
using KybPlatform.Identifiers.Text;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierCertainty;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Africa without Egypt.</summary>
internal static class AfricaSchemes
{
    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("MA:ICE", Company, "Identifiant commun de l'entreprise", "#{15}", "Direction générale des impôts")
        {
            Also = "MA:REG MA:COMPANY", Check = Custom("mod_97", static v => Digits.Mod(v, 97) == 0, true), Parts = static v => !Digits.AllZero(v), ZerosTo = 15,
            Examples = ["001561191000066"],
        },
        new("MA:IF", Both, "Identifiant fiscal", "#{7,8}", "Direction générale des impôts") { Also = "MA:TAX", Certainty = Inferred, Examples = ["12345678"] },
        new("TN:MF", Both, "Matricule fiscal", "#{7}[A-HJ-NP-TV-Z]|#{7}[A-HJ-NP-TV-Z][APBDN][MPCNE]#{3}|#{7}[A-HJ-NP-TV-Z]#{3}", "Ministère des Finances")
        {
            Also = "TN:MATRICULE TN:TAX TN:RNE", Reader = TunisianNumber, Check = Custom("weighted_mod_23", TunisianHolds), Display = ["#######/#", "#######/#/#/#/###"], Examples = ["1234567/M/A/E/001", "1282182 W", "121J"],
        },
        new("DZ:NIF", Both, "Numéro d'identification fiscale", "#{15}|#{20}", "Direction générale des impôts")
        {
            Also = "DZ:TAX", Examples = ["416001000000007"],
        },
        new("DZ:RC", Company, "Registre de commerce", "*{8,16}", "Centre national du registre du commerce")
        {
            Also = "DZ:REG", Certainty = Inferred, Examples = ["16/00-0012345B09"],
        },
        new("NG:RC", Company, "Registration number (RC, BN, IT)", "#{1,8}|RC#{1,8}|BN#{1,8}|IT#{1,8}|LP#{1,8}|LLP#{1,8}", "Corporate Affairs Commission")
        {
            Also = "NG:BN NG:CAC NG:REG NG:COMPANY", Certainty = Inferred,
            Hint = static v => new IdentifierHints(BusinessType: v[..1] switch { "B" => "sole_proprietor", "I" => "nonprofit", _ => null }),
            Examples = ["RC 6290", "BN1234567"],
        },
        new("NG:TIN", Both, "Tax identification number", "#{8}#{4}|#{10}|#{13}", "Federal Inland Revenue Service; Joint Tax Board")
        {
            Also = "NG:TAX", Certainty = Inferred, Examples = ["01234567-0001"],
        },
        new("NG:NIN", Person, "National Identification Number", "#{11}", "National Identity Management Commission")
        {
            Certainty = Inferred, Examples = ["12345678901"],
        },
        new("NG:BVN", Person, "Bank Verification Number", "22#{9}", "Nigeria Inter-Bank Settlement System")
        {
            Certainty = Inferred, Examples = ["22123456789"],
        },
        new("GH:TIN", Both, "Taxpayer Identification Number", "[PCGQV]00*{8}", "Ghana Revenue Authority")
        {
            Also = "GH:TAX",
            Check = Custom("weighted_mod_11", static v => Digits.AllDigits(v[1..10]) && v[10] == "0123456789X"[Digits.WeightedSum(v[1..], [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11]),
            Hint = static v => new IdentifierHints(v[0] switch { 'P' => Person, 'C' or 'G' => Company, _ => null }, v[0] == 'G' ? "government" : null),
            Examples = ["C0000803561"],
        },
        new("GH:REG", Company, "Company registration number", "@{2}#{6,12}", "Office of the Registrar of Companies")
        {
            Also = "GH:COMPANY GH:ORC", Certainty = Inferred, Examples = ["CS123456789"],
        },
        new("GH:CARD", Person, "Ghana Card", "GHA#{10}", "National Identification Authority")
        {
            Display = ["###-#########-#"], Certainty = Inferred, Examples = ["GHA-123456789-0"],
        },
        new("KE:PIN", Both, "KRA PIN", "[AP]#{9}@", "Kenya Revenue Authority")
        {
            Also = "KE:KRA KE:TAX KE:TIN", Hint = static v => new IdentifierHints(v[0] == 'P' ? Company : Person), Examples = ["P051365947M"],
        },
        new("KE:COMPANY", Company, "Company registration number", "@{1,4}*{3,12}", "Business Registration Service")
        {
            Also = "KE:REG KE:BRS", Certainty = Inferred, Examples = ["PVT-AB12CDE", "CPR/2010/12345"],
        },
        new("UG:TIN", Both, "Business registration / TIN", "#{10}", "Uganda Revenue Authority; URSB")
        {
            Also = "UG:BUSINESS UG:REG UG:TAX", Certainty = Inferred, Examples = ["1000012345"],
        },
        new("TZ:BRELA", Company, "BRELA number / TIN", "#{5,9}", "Business Registrations and Licensing Agency")
        {
            Also = "TZ:REG TZ:COMPANY TZ:TIN", Certainty = Inferred, Examples = ["100123456"],
        },
        new("ZA:CIPC", Company, "Company registration number", "#{12}|@#{10}", "Companies and Intellectual Property Commission")
        {
            Also = "ZA:COMPANY ZA:REG ZA:CK", Prefixes = ["CK"], Display = ["####/######/##"],
            Parts = static v => Digits.Number(char.IsAsciiDigit(v[0]) ? v[..4] : v[1..5]) is >= 1800 and <= 2100,
            Hint = static v => new IdentifierHints(BusinessType: v.Length < 12 ? null : SouthAfricanForm(v[10..])),
            Examples = ["1925/001431/06", "K2013123456"],
        },
        new("ZA:TIN", Both, "Tax reference number", "[01239]#{9}", "South African Revenue Service")
        {
            Also = "ZA:TAX ZA:CIT", Check = Luhn(), Sensitive = true, Examples = ["0001339050"],
        },
        new("ZA:VAT", Company, "VAT number", "4#{9}", "South African Revenue Service") { Certainty = Inferred, Examples = ["4123456789"] },
        new("ZA:ID", Person, "Identity number", "#{10}[012]#{2}", "Department of Home Affairs")
        {
            Check = Luhn(), Parts = static v => CalendarParts.IsDateOfSomeCentury(Digits.Number(v[..2]), Digits.Number(v[2..4]), Digits.Number(v[4..6])),
            Examples = ["8001015009087"],
        },
        new("ZM:PACRA", Company, "PACRA number / TPIN", "#{10,12}", "Patents and Companies Registration Agency")
        {
            Also = "ZM:TPIN ZM:REG ZM:COMPANY ZM:TAX", Certainty = Inferred, Examples = ["120160123456"],
        },
        new("ZW:REG", Company, "Company registration number", "#{1,6}#{4}|*{3,14}", "Companies and Intellectual Property Office of Zimbabwe")
        {
            Also = "ZW:COMPANY", Certainty = Inferred, Examples = ["1234/2015"],
        },
        new("BW:UIN", Company, "Unique identification number", "BW#{11}", "Companies and Intellectual Property Authority")
        {
            Also = "BW:REG BW:COMPANY", Certainty = Inferred, Examples = ["BW00001234567"],
        },
        new("RW:TIN", Company, "TIN / company code", "#{9}", "Rwanda Development Board; Rwanda Revenue Authority")
        {
            Also = "RW:REG RW:COMPANY RW:TAX", Certainty = Inferred, Examples = ["100123456"],
        },
        new("SN:NINEA", Company, "NINEA", "#{7}|#{9}|#{7}[012][A-Z]#|#{9}[012][A-Z]#", "Agence nationale de la statistique et de la démographie")
        {
            Also = "SN:TAX SN:REG", Check = Custom("weighted_mod_10", static v => NineaHolds(v)), Display = ["#######", "####### ###"],
            Examples = ["306 7221", "30672212G2"],
        },
        new("CI:CC", Company, "Numéro de compte contribuable", "#{7}@", "Direction générale des impôts")
        {
            Also = "CI:NCC CI:TAX", Certainty = Inferred, Examples = ["0123456A"],
        },
        new("GN:NIFP", Company, "NIF permanent", "#{9}", "Direction nationale des impôts") { Also = "GN:NIF GN:TAX", Check = Luhn(), Examples = ["693770885"] },
        new("CM:NIU", Both, "Numéro d'identifiant unique", "@#{12}@", "Direction générale des impôts")
        {
            Also = "CM:TAX", Hint = static v => new IdentifierHints(v[0] switch { 'M' => Company, 'P' => Person, _ => null }), Certainty = Inferred,
            Examples = ["M012345678901A"],
        },
        new("BJ:IFU", Both, "Identifiant fiscal unique", "#{13}", "Direction générale des impôts")
        {
            Also = "BJ:TAX", Certainty = Inferred, Examples = ["3201200012345"],
        },
        new("TG:NIF", Both, "Numéro d'identification fiscale", "#{10}", "Office togolais des recettes")
        {
            Also = "TG:TAX", Certainty = Inferred, Examples = ["1000123456"],
        },
        new("BI:NIF", Both, "Numéro d'identification fiscale", "#{10}", "Office burundais des recettes")
        {
            Also = "BI:TAX", Certainty = Inferred, Examples = ["4000123456"],
        },
        new("MZ:NUIT", Both, "Número único de identificação tributária", "#{9}", "Autoridade Tributária")
        {
            Also = "MZ:TAX", Check = Weighted([8, 9, 4, 5, 6, 7, 8, 9], 11, "01234567891"),
            Hint = static v => new IdentifierHints(v[0] == '1' ? Person : null), Examples = ["400339910"],
        },
        new("AO:NIF", Both, "Número de identificação fiscal", "#{10}|#{9}@{2}#{3}", "Administração Geral Tributária")
        {
            Also = "AO:TAX", Certainty = Inferred, Examples = ["5000123456"],
        },
        new("ET:TIN", Both, "Taxpayer identification number", "#{10}", "Ministry of Revenues")
        {
            Also = "ET:TAX", Certainty = Inferred, Examples = ["0001234567"],
        },
        new("MU:BRN", Company, "Business registration number", "[CIPF]#{8}", "Corporate and Business Registration Department")
        {
            Also = "MU:REG MU:COMPANY",
            Hint = static v => new IdentifierHints(BusinessType: v[0] switch { 'I' => "sole_proprietor", 'P' => "partnership", _ => null }),
            Certainty = Inferred, Examples = ["C06012345"],
        },
        new("SZ:REG", Company, "Company number", "#{9,15}", "Ministry of Commerce, Industry and Trade")
        {
            Also = "SZ:COMPANY", Certainty = Inferred, Examples = ["7122003112345"],
        },
        new("SL:TIN", Both, "TIN / OARG number", "*{4,20}", "National Revenue Authority; OARG")
        {
            Also = "SL:OARG SL:REG SL:TAX", Certainty = Inferred, Examples = ["1000123-4"],
        },
    ];

    /// <summary>Leading zeros are often left out.</summary>
    private static string? TunisianNumber(string raw)
    {
        Span<char> buffer = stackalloc char[ValueCleaner.MaxInput];
        var text = buffer[..ValueCleaner.Clean(raw.AsSpan()[..Math.Min(raw.Length, ValueCleaner.MaxInput)], "", buffer)];
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < 7 ? string.Concat(new string('0', 7 - digits), text) : null;
    }

    /// <summary>The letter counts up to 23 without I, O and U. The rule follows published numbers, not a published text, so a failed check proves nothing.</summary>
    private static bool? TunisianHolds(ReadOnlySpan<char> v) =>
        v[7] == "ABCDEFGHJKLMNPQRSTVWXYZ"[Digits.WeightedSum(v, [7, 6, 5, 4, 3, 2, 1]) % 23] ? true : null;

    private static string? SouthAfricanForm(string ending) => ending switch
    {
        "06" => "public_company",
        "07" => "private_limited_company",
        "08" => "nonprofit",
        "24" => "cooperative",
        _ => null,
    };

    /// <summary>Seven digits count as nine with zeros in front; a COFI suffix carries no check.</summary>
    private static bool? NineaHolds(ReadOnlySpan<char> v)
    {
        var body = v.Length is 10 or 12 ? v[..^3] : v;
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
            sum += Digits.Value(body[body.Length - 1 - i]) * ((i & 1) == 0 ? 1 : 2);
        return sum % 10 == 0;
    }
}
