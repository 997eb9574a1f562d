using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierCertainty;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Australia, New Zealand, the Pacific.</summary>
internal static class OceaniaSchemes
{
    private static readonly CheckRule Acn = Weighted([8, 7, 6, 5, 4, 3, 2, 1], 10, Complement10);

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("AU:ABN", Company, "Australian Business Number", "[1-9]#{10}", "Australian Business Register")
        {
            Also = "AU:TAX AU:GST", Prefixes = ["ABN"],
            Check = Custom("weighted_mod_89", static v => (Digits.WeightedSum(v, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0, true),
            Display = ["## ### ### ###"], Derive = static v => Acn.Run(v.AsSpan()[2..]) == true ? [new("AU:ACN", v[2..], DerivedRelation.Likely)] : [],
            Examples = ["33 051 775 556", "49004028077"],
        },
        new("AU:ACN", Company, "Australian Company Number", "#{9}", "Australian Securities and Investments Commission")
        {
            Also = "AU:ARBN AU:REG AU:COMPANY AU:ASIC", Prefixes = ["ACN", "ARBN"], Check = Acn, Display = ["### ### ###"],
            Examples = ["051 775 556", "154 914 075"],
        },
        new("AU:TFN", Both, "Tax File Number", "#{8,9}", "Australian Taxation Office")
        {
            Check = Custom("weighted_mod_11", static v => v.Length == 9 ? Digits.WeightedSum(v, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0 : Digits.WeightedSum(v, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 == 0, true),
            Sensitive = true, Display = ["### ### ###", "### ### ##"], Examples = ["123 456 782"],
        },
        new("NZ:NZBN", Company, "New Zealand Business Number", "94#{11}", "New Zealand Companies Office; GS1")
        {
            Also = "NZ:REG NZ:COMPANY", Prefixes = ["NZBN"], Check = GermanSpeakingSchemes.Gs1(13), Examples = ["9429000000017"],
        },
        new("NZ:CN", Company, "Company number", "#{5,8}", "New Zealand Companies Office")
        {
            Also = "NZ:COMPANYNUMBER", Certainty = Inferred, Examples = ["1830488"],
        },
        new("NZ:IRD", Both, "IRD number", "#{8,9}", "Inland Revenue")
        {
            Also = "NZ:TAX NZ:GST NZ:TIN", Check = Custom("two_pass_mod_11", static v => IrdHolds(v)),
            Parts = static v => Digits.Number(v) is >= 10_000_000 and <= 200_000_000,
            Sensitive = true, Display = ["###-###-###", "##-###-###"], Examples = ["49-091-850", "136-410-132"],
        },
        new("SB:REG", Company, "Company number", "#{7,8}", "Company Haus") { Also = "SB:COMPANY", Certainty = Inferred, Examples = ["20123456"] },
        new("FJ:REG", Company, "Company registration number", "@{0,3}#{3,8}@{0,2}", "Registrar of Companies")
        {
            Also = "FJ:COMPANY", Certainty = Inferred, Examples = ["12345"],
        },
        new("PG:REG", Company, "Company number", "#{2,10}", "Investment Promotion Authority")
        {
            Also = "PG:COMPANY", Certainty = Inferred, Examples = ["1-12345"],
        },
    ];

    private static bool? IrdHolds(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<int> first = [3, 2, 7, 6, 5, 4, 3, 2];
        ReadOnlySpan<int> second = [7, 4, 3, 2, 5, 2, 7, 6];
        var check = (11 - (Digits.WeightedSum(v, first[^(v.Length - 1)..]) % 11)) % 11;
        if (check == 10)
            check = (11 - (Digits.WeightedSum(v, second[^(v.Length - 1)..]) % 11)) % 11;
        return check == Digits.Value(v[^1]);
    }
}
