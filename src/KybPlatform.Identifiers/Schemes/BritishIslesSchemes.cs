using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>United Kingdom and Ireland.</summary>
internal static class BritishIslesSchemes
{
    private const string IrishLetters = "WABCDEFGHIJKLMNOPQRSTUV";

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        // Societies keep an R at the end (IP12345R); the two-letter prefixes grow, so any two letters are accepted.
        new("GB:CRN", Company, "Company number", "#{8}|@{2}#{6}|R#{7}|@{2}#{5}R|@{2}#{4}RS", "Companies House")
        {
            Also = "GB:COMPANY GB:COH GB:CN GB:REG", Prefixes = ["CRN"], ZerosTo = 8, Hint = CrnHint,
            Examples = ["12778855", "SC327000", "OC301540", "08209948"],
        },
        new("GB:VAT", Company, "VAT registration number", "#{9}|#{12}|GD#{3}|HA#{3}", "HM Revenue & Customs")
        {
            Also = "GB:VRN XI:VAT", Prefixes = ["GB", "XI", "VAT"], Check = Custom("weighted_mod_97", VatHolds),
            Parts = static v => v[0] switch { 'G' => v[2] < '5', 'H' => v[2] >= '5', _ => true }, Display = ["### #### ##", "### #### ## ###"],
            Hint = static v => new IdentifierHints(BusinessType: v[0] is 'G' or 'H' ? "government" : null),
            Examples = ["GB 220 4302 31", "232128892", "GD001", "HA500"],
        },
        new("GB:UTR", Both, "Unique Taxpayer Reference", "#{10}", "HM Revenue & Customs")
        {
            Also = "GB:TIN GB:UNIQUE", Prefixes = ["K"], Suffixes = ["K"], Sensitive = true, Examples = ["1955839661"],
            Check = Custom("weighted_mod_11", static v => v[0] == "21987654321"[Digits.WeightedSum(v[1..], [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11]),
        },
        new("GB:NINO", Person, "National Insurance number", "[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]#{6}[A-D]", "HM Revenue & Customs")
        {
            Display = ["## ## ## ## #"], Parts = static v => v[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ"), Examples = ["AB 12 34 56 C"],
        },
        new("GG:REG", Company, "Guernsey registry number", "@{0,4}#{1,8}", "Guernsey Registry")
        {
            Also = "GG:CRN GG:COMPANY", Certainty = IdentifierCertainty.Inferred, Examples = ["12345"],
        },
        new("JE:REG", Company, "Jersey registry number", "@{0,4}#{1,8}", "Jersey Financial Services Commission")
        {
            Also = "JE:CRN JE:COMPANY", Certainty = IdentifierCertainty.Inferred, Examples = ["12345"],
        },
        new("IM:REG", Company, "Isle of Man company number", "#{1,6}[CVLFP]", "Isle of Man Companies Registry")
        {
            Also = "IM:CRN IM:COMPANY", Certainty = IdentifierCertainty.Inferred, Examples = ["012345C", "001234V"],
        },
        new("IE:CRO", Company, "CRO number", "#{1,6}", "Companies Registration Office")
        {
            Also = "IE:CRN IE:COMPANY IE:REG", Prefixes = ["CRO", "IE"], Examples = ["256796", "348353"],
        },
        new("IE:VAT", Both, "VAT number / tax reference", "#{7}[A-W][A-IW]|#{7}[A-W]|#[A-Z+*]#{5}[A-W]", "Revenue Commissioners")
        {
            Also = "IE:TRN IE:TAX", Prefixes = ["IE"], Keep = "+*", Check = Custom("weighted_mod_23", VatIeHolds, true),
            Examples = ["IE6388047V", "9700053D", "8D79739I", "1234567TW"],
        },
        new("IE:PPSN", Person, "Personal Public Service Number", "#{7}[A-W][A-IWTX]|#{7}[A-W]", "Department of Social Protection")
        {
            Also = "IE:PPS", Check = Custom("weighted_mod_23", static v => v[7] == IrishLetter(v[..7], v.Length > 8 ? v[8] : 'W'), true),
            Examples = ["1234567T", "1234567FA"],
        },
    ];

    /// <summary>Companies House prefixes that fix the legal form; plain and nation prefixes do not.</summary>
    private static IdentifierHints CrnHint(string v) => v[..2] switch
    {
        "OC" or "SO" or "NC" => new IdentifierHints(BusinessType: "limited_liability_partnership"),
        "LP" or "SL" or "NL" => new IdentifierHints(BusinessType: "partnership"),
        "CE" or "CS" => new IdentifierHints(BusinessType: "nonprofit"),
        "SC" => new IdentifierHints(Region: "Scotland"),
        "NI" => new IdentifierHints(Region: "Northern Ireland"),
        _ => IdentifierHints.None,
    };

    /// <summary>Remainder 42 is the second series, issued since 2009; 55 is its older variant. Neither was issued below 100.</summary>
    private static bool? VatHolds(ReadOnlySpan<char> v)
    {
        if (v[0] is 'G' or 'H')
            return null;
        var rest = Digits.WeightedSum(v, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
        return rest == 0 || (rest is 42 or 55 && v[0] != '0');
    }

    /// <summary>The older shape has a symbol in second place and the digits turned round.</summary>
    private static bool? VatIeHolds(ReadOnlySpan<char> v)
    {
        if (char.IsAsciiDigit(v[1]))
            return v[7] == IrishLetter(v[..7], v.Length > 8 ? v[8] : 'W');
        ReadOnlySpan<char> turned = ['0', v[2], v[3], v[4], v[5], v[6], v[0]];
        return v[7] == IrishLetter(turned, 'W');
    }

    private static char IrishLetter(ReadOnlySpan<char> digits, char second) =>
        IrishLetters[(Digits.WeightedSum(digits, [8, 7, 6, 5, 4, 3, 2]) + ((second is >= 'A' and <= 'I' ? second - 'A' + 1 : 0) * 9)) % 23];
}
