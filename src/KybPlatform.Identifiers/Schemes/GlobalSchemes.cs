using KybPlatform.Identifiers.Banking;
using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Numbers of no single country.</summary>
internal static class GlobalSchemes
{
    /// <summary>The scheme behind <c>CC:OTHER</c> and <c>CC:REG</c> for countries whose register number has no entry of its own.</summary>
    public const string OtherCode = "XX:OTHER";

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("XX:LEI", Company, "Legal Entity Identifier", "*{18}#{2}", "ISO 17442; GLEIF")
        {
            Check = Families.Mod97And10(), Also = "--:LEI GLOBAL:LEI", Prefixes = ["LEI"], Examples = ["549300YAWIFS8273O417", "851WYGNLUQLFZBSYGB56"],
        },
        new("XX:DUNS", Company, "D-U-N-S number", "#{9}", "Dun & Bradstreet")
        {
            Also = "--:DUNS", Prefixes = ["DUNS"], Display = ["##-###-####"], Examples = ["15-048-3782"], Certainty = IdentifierCertainty.Inferred,
        },
        new("XX:EORI", Company, "Economic Operators Registration and Identification number", "@{2}*{1,15}", "Commission Delegated Regulation (EU) 2015/2446")
        {
            Also = "--:EORI EU:EORI", Prefixes = ["EORI"], Hint = static v => new IdentifierHints(Region: v[..2]), Examples = ["DE1234567"],
        },
        new("XX:EUID", Company, "European Unique Identifier", "@{2}*{1,15}.[0-9A-Z/_-]{1,40}", "Commission Implementing Regulation (EU) 2021/1042")
        {
            Keep = "./_-", Hint = static v => new IdentifierHints(Region: v[..2]), Certainty = IdentifierCertainty.Inferred, Examples = ["FR7501.652014051"],
        },
        new("XX:GLN", Company, "Global Location Number", "#{13}", "GS1")
        {
            Also = "XX:EAN", Prefixes = ["GLN"], Check = GermanSpeakingSchemes.Gs1(13), Parts = static v => !Digits.AllZero(v), Examples = ["9429034042984"],
        },
        new("XX:ISIN", Company, "International Securities Identification Number", "@{2}*{9}#", "ISO 6166")
        {
            Prefixes = ["ISIN"], Check = Families.Custom("luhn", static v => Algorithms.LuhnSumOfLetters(v) % 10 == 0), Hint = static v => new IdentifierHints(Region: v[..2]),
            Examples = ["US0378331005", "DE0007164600"],
        },
        new("XX:BIC", Company, "Business Identifier Code", "@{4}@{2}*{2}|@{4}@{2}*{5}", "ISO 9362")
        {
            Also = "XX:SWIFT", Hint = static v => new IdentifierHints(Region: v.Substring(4, 2)), Examples = ["DEUTDEFF", "BNPAFRPPXXX"],
        },
        new("XX:IBAN", Both, "International Bank Account Number", "@{2}#{2}*{11,30}", "ISO 13616")
        {
            Check = Families.Custom("iso7064_mod_97_10", static v => Iban.ChecksumHolds(v), true), Parts = static v => Iban.ShapeHolds(v), Sensitive = true,
            Prefixes = ["IBAN"], Hint = static v => new IdentifierHints(Region: v[..2]), Examples = ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000"],
        },
        new(OtherCode, Both, "Any other register number", "[0-9A-ZÀ-ÖØ-Ý&()+#]{1,40}", "named by the applicant")
        {
            Also = "XX:REG", Keep = "()", Certainty = IdentifierCertainty.Inferred, Sensitive = true, Examples = ["AGO/RC/1"],
        },
    ];
}
