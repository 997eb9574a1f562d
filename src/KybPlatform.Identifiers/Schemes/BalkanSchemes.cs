using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Croatia, Slovenia, Serbia, Montenegro, North Macedonia, Bosnia and Herzegovina, Albania, Kosovo.</summary>
internal static class BalkanSchemes
{
    private static readonly int[] ThirteenWeights = [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("HR:OIB", Both, "Osobni identifikacijski broj", "#{11}", "Porezna uprava")
        {
            Also = "HR:VAT HR:PDV HR:TAX HR:TIN", Prefixes = ["HR", "OIB"], Check = Mod11And10(), Sensitive = true, Examples = ["27759560625", "HR81793146560"],
        },
        new("HR:MBS", Company, "Matični broj subjekta", "#{8,9}", "Sudski registar")
        {
            Also = "HR:REG HR:COMPANY", Certainty = IdentifierCertainty.Inferred, Examples = ["080000604"],
        },
        new("SI:MATICNA", Company, "Matična številka", "#{7}|#{7}*{3}", "AJPES")
        {
            Also = "SI:REG SI:COMPANY SI:PRS", Check = Weighted([7, 6, 5, 4, 3, 2], 11, "!0987654321"),
            Derive = static v => v.Length == 10 ? [new("SI:MATICNA", v[..7], DerivedRelation.Contained)] : [], Examples = ["5043611000", "5025796"],
        },
        new("SI:VAT", Both, "Davčna številka / ID za DDV", "[1-9]#{7}", "Finančna uprava")
        {
            Also = "SI:DAVCNA SI:DDV SI:TIN SI:TAX", Prefixes = ["SI"], Check = Weighted([8, 7, 6, 5, 4, 3, 2], 11, "!0987654321"), Sensitive = true,
            Display = ["SI########"],
            Examples = ["SI80267432", "82646716"],
        },
        Jmbg("SI:EMSO", "EMŠO", "Centralni register prebivalstva"),
        new("RS:PIB", Both, "Poreski identifikacioni broj", "#{9}", "Poreska uprava")
        {
            Also = "RS:VAT RS:TAX RS:TIN", Check = Mod11And10(), Examples = ["101134702"],
        },
        new("RS:MB", Company, "Matični broj", "#{8}", "Agencija za privredne registre")
        {
            Also = "RS:REG RS:COMPANY", Certainty = IdentifierCertainty.Inferred, Examples = ["17162543"],
        },
        Jmbg("RS:JMBG", "JMBG", "Ministarstvo unutrašnjih poslova"),
        new("ME:PIB", Both, "Poreski identifikacioni broj", "#{8}", "Poreska uprava")
        {
            Also = "ME:VAT ME:TAX ME:REG", Check = Weighted([8, 7, 6, 5, 4, 3, 2], 11, Complement11TenIsZero), Examples = ["02655284"],
        },
        Jmbg("ME:JMBG", "JMBG", "Ministarstvo unutrašnjih poslova"),
        new("MK:EDB", Both, "Единствен даночен број (ЕДБ)", "#{13}", "Управа за јавни приходи")
        {
            Also = "MK:VAT MK:TAX", Prefixes = ["MK", "МК"], Check = Weighted(ThirteenWeights, 11, Complement11TenIsZero), Examples = ["4030000375897"],
        },
        Jmbg("MK:EMBG", "ЕМБГ", "Министерство за внатрешни работи"),
        new("BA:JIB", Both, "Jedinstveni identifikacioni broj", "#{12,13}", "Poreska uprava")
        {
            Also = "BA:VAT BA:TAX BA:REG", Certainty = IdentifierCertainty.Inferred, Examples = ["4200000000000"],
        },
        Jmbg("BA:JMBG", "JMBG", "Agencija za identifikacione dokumente"),
        new("AL:NIPT", Both, "Numri i identifikimit (NIPT / NUIS)", "[A-M]#{8}@", "Qendra Kombëtare e Biznesit")
        {
            Also = "AL:NUIS AL:VAT AL:TAX AL:REG", Prefixes = ["AL"], Examples = ["J91402501L", "K22218003V"],
        },
        new("XK:NUI", Company, "Numri unik identifikues", "#{9}", "Agjencia e Regjistrimit të Bizneseve")
        {
            Also = "XK:REG XK:TAX", Certainty = IdentifierCertainty.Inferred, Examples = ["810123456"],
        },
    ];

    /// <summary>The personal number of the former Yugoslav republics: date, region, serial, check digit.</summary>
    private static IdentifierScheme Jmbg(string code, string name, string authority) => new(code, Person, name, "#{13}", authority)
    {
        Check = Weighted(ThirteenWeights, 11, Complement11TenIsZero),
        Parts = static v => JmbgBirth(v) is not null,
        Hint = static v => new IdentifierHints(Person, BirthDate: JmbgBirth(v)),
        Examples = ["0101006500006"],
    };

    private static DateOnly? JmbgBirth(ReadOnlySpan<char> v)
    {
        var year = Digits.Number(v[4..7]);
        return CalendarParts.Date(year + (year < 800 ? 2000 : 1000), Digits.Number(v[2..4]), Digits.Number(v[..2]));
    }
}
