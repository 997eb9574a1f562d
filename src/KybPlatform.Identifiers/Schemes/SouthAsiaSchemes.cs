using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierCertainty;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>India, Pakistan, Bangladesh, Sri Lanka, Nepal, Afghanistan.</summary>
internal static class SouthAsiaSchemes
{
    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("IN:CIN", Company, "Corporate Identity Number", "[LU]#{5}@{2}#{4}@{3}#{6}", "Ministry of Corporate Affairs")
        {
            Also = "IN:REG IN:COMPANY", Parts = static v => Digits.Number(v[8..12]) is >= 1850 and <= 2100, Hint = IndianRules.CinHint,
            Examples = ["L17110MH1973PLC019786", "U74900MH2015PLC268921"],
        },
        new("IN:LLPIN", Company, "LLP Identification Number", "@{3}#{4}", "Ministry of Corporate Affairs")
        {
            Display = ["###-####"], Hint = static _ => new IdentifierHints(Company, "limited_liability_partnership"), Examples = ["AAA-0001"],
        },
        new("IN:GSTIN", Both, "Goods and Services Tax Identification Number", "#{2}@{5}#{4}@[1-9A-Z]Z*", "GST Council")
        {
            Also = "IN:GST IN:VAT", Check = Custom("luhn_base_36", static v => Digits.Value(v[14]) == Algorithms.LuhnBase36Digit(v[..14]), true),
            Sensitive = true,
            Parts = static v => Digits.Number(v[..2]) is (>= 1 and <= 38) or 97 or 99 && IndianRules.PanParts(v[2..12]),
            Hint = static v => IndianRules.PanHint(v.Substring(2, 10)) with { Region = v[..2] },
            Derive = static v => [new("IN:PAN", v.Substring(2, 10), DerivedRelation.Contained)],
            Examples = ["27AAACR5055K1Z7", "29AAACI4798L1ZU"],
        },
        new("IN:PAN", Both, "Permanent Account Number", "@{3}[ABCFGHJLPT]@#{4}@", "Income Tax Department")
        {
            Also = "IN:TAX", Parts = IndianRules.PanParts, Hint = IndianRules.PanHint, Sensitive = true, Examples = ["AAACR5055K"],
        },
        new("IN:TAN", Company, "Tax Deduction and Collection Account Number", "@{4}#{5}@", "Income Tax Department") { Examples = ["MUMR12345A"] },
        new("IN:AADHAAR", Person, "Aadhaar", "[2-9]#{11}", "Unique Identification Authority of India")
        {
            // The authority never issues a number that reads the same backwards.
            Check = Verhoeff(), Parts = static v => !IndianRules.ReadsBackwards(v),
            Display = ["#### #### ####"], Examples = ["2341 2341 2346"],
        },
        new("PK:NTN", Both, "National Tax Number", "#{7}#", "Federal Board of Revenue")
        {
            Also = "PK:TAX", Display = ["#######-#"], Certainty = Inferred, Examples = ["0712345-6"],
        },
        new("PK:CUIN", Company, "Corporate Universal Identification Number", "#{7}", "Securities and Exchange Commission of Pakistan")
        {
            Also = "PK:REG PK:COMPANY", Certainty = Inferred, Examples = ["0012345"],
        },
        new("PK:CNIC", Person, "Computerised national identity card", "[1-7]#{12}", "NADRA") { Display = ["#####-#######-#"], Examples = ["35202-1234567-1"] },
        new("BD:BIN", Company, "BIN / RJSC number", "#{9}#{4}", "National Board of Revenue; RJSC")
        {
            Also = "BD:VAT BD:REG BD:RJSC", Display = ["#########-####"], Certainty = Inferred, Examples = ["000123456-0101"],
        },
        new("BD:TIN", Both, "e-TIN", "#{12}", "National Board of Revenue") { Also = "BD:TAX", Certainty = Inferred, Examples = ["123456789012"] },
        new("LK:COMPANY", Company, "Company number", "PV#{1,8}|PB#{1,8}|PQ#{1,8}|GA#{1,8}|GL#{1,8}|FC#{1,8}", "Registrar of Companies")
        {
            Also = "LK:REG LK:PV LK:PB",
            Hint = static v => new IdentifierHints(BusinessType: v[..2] switch { "PV" => "private_limited_company", "PB" or "PQ" => "public_company", _ => null }),
            Certainty = Inferred, Examples = ["PV 12345"],
        },
        new("LK:NIC", Person, "National identity card number", "#{9}[VX]|[12]#{11}", "Department for Registration of Persons")
        {
            Examples = ["801234567V", "198012345678"],
        },
        new("NP:PAN", Both, "Permanent account number", "#{9}", "Inland Revenue Department")
        {
            Also = "NP:VAT NP:TAX", Certainty = Inferred, Examples = ["500123456"],
        },
        new("NP:OCR", Company, "Company registration number", "#{1,6}#{3}#{2,3}|#{1,7}", "Office of the Company Registrar")
        {
            Also = "NP:REG NP:COMPANY", Certainty = Inferred, Examples = ["12345/067/068"],
        },
        new("AF:CBR", Company, "CBR licence / TIN", "#{10}", "Afghanistan Central Business Registry")
        {
            Also = "AF:TIN AF:REG AF:TAX", Certainty = Inferred, Examples = ["9000123456"],
        },
    ];
}
