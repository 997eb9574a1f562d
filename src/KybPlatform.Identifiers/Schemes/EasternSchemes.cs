using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Eastern Europe, the Caucasus and Central Asia.</summary>
internal static class EasternSchemes
{
    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("UA:EDRPOU", Company, "Код ЄДРПОУ", "#{8}", "Міністерство юстиції; Держстат")
        {
            Also = "UA:REG UA:COMPANY UA:EDR", Prefixes = ["ЄДРПОУ", "КОДЄДРПОУ"], ZerosTo = 8, Check = Custom("two_pass_mod_11", EasternRules.EdrpouHolds),
            Parts = static v => !Digits.AllZero(v), Examples = ["14360570", "20077720"],
        },
        new("UA:RNTRC", Person, "РНОКПП", "#{10}", "Державна податкова служба")
        {
            Also = "UA:RNOKPP UA:TIN", Check = Custom("weighted_mod_11", static v => EasternRules.RntrcHolds(v)),
            Hint = static v => new IdentifierHints(Person, BirthDate: new DateOnly(1899, 12, 31).AddDays(Digits.Number(v.AsSpan()[..5]))),
            Examples = ["1759013776"],
        },
        new("BY:UNP", Both, "УНП", "*{2}#{7}", "Министерство по налогам и сборам")
        {
            Also = "BY:TAX BY:REG BY:VAT", Reader = EasternRules.CyrillicLookalikes, Prefixes = ["УHП", "UNP"],
            Check = Custom("weighted_mod_11", EasternRules.UnpHolds), Parts = EasternRules.UnpParts,
            Hint = static v => new IdentifierHints(char.IsAsciiDigit(v[0]) ? Company : Person), Examples = ["600122610", "200988541"],
        },
        new("RU:INN", Both, "ИНН", "#{10}|#{12}", "Федеральная налоговая служба")
        {
            Also = "RU:TAX RU:TIN RU:VAT", Prefixes = ["ИНН", "INN"], Check = Custom("weighted_mod_11", EasternRules.InnHolds), Sensitive = true,
            Hint = static v => new IdentifierHints(v.Length == 10 ? Company : Person), Examples = ["7736050003", "7707083893", "500100732259"],
        },
        new("RU:OGRN", Company, "ОГРН", "[1-35-9]#{12}", "Федеральная налоговая служба")
        {
            Also = "RU:REG RU:COMPANY", Prefixes = ["ОГРН", "OGRN"], Check = Custom("mod_11", static v => Digits.Mod(v[..12], 11) % 10 == Digits.Value(v[12])),
            Examples = ["1027700070518", "1027700132195"],
        },
        new("RU:OGRNIP", Person, "ОГРНИП", "[34]#{14}", "Федеральная налоговая служба")
        {
            Check = Custom("mod_13", static v => Digits.Mod(v[..14], 13) % 10 == Digits.Value(v[14])), Examples = ["304500116000157"],
        },
        new("RU:KPP", Company, "КПП", "#{4}*{2}#{3}", "Федеральная налоговая служба") { Examples = ["773601001"] },
        new("RU:SNILS", Person, "СНИЛС", "#{11}", "Социальный фонд России")
        {
            Check = Custom("weighted_mod_101", EasternRules.SnilsHolds),
            Display = ["###-###-### ##"], Examples = ["112-233-445 95"],
        },
        new("AZ:VOEN", Both, "VÖEN", "#{9}[12]", "Dövlət Vergi Xidməti")
        {
            Also = "AZ:VÖEN AZ:TAX AZ:REG AZ:VAT", ZerosTo = 10, Check = Weighted([4, 1, 8, 6, 2, 7, 5, 3], 11, Remainder11),
            Hint = static v => new IdentifierHints(v[9] == '1' ? Company : Person), Examples = ["1400057421"],
        },
        new("GE:ID", Company, "Identification code", "#{9}", "National Agency of Public Registry")
        {
            Also = "GE:IDENTIFICATION GE:TAX GE:REG", Certainty = IdentifierCertainty.Inferred, Examples = ["404476205"],
        },
        new("AM:TIN", Both, "Taxpayer identification number", "#{8}", "State Revenue Committee")
        {
            Also = "AM:TAX AM:VAT", Certainty = IdentifierCertainty.Inferred, Examples = ["02505052"],
        },
        new("AM:REG", Company, "State register number", "#{3}#{3}#{5,8}", "State Register of Legal Entities")
        {
            Certainty = IdentifierCertainty.Inferred, Display = ["###.###.#####"], Examples = ["264.110.12345"],
        },
        new("KZ:BIN", Company, "БИН", "#{12}", "Министерство юстиции")
        {
            Also = "KZ:REG KZ:COMPANY KZ:TAX", Prefixes = ["БИН", "БСН"],
            Check = TwoPass11([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2], secondTenIsZero: false),
            Parts = static v => Digits.Number(v[2..4]) is >= 1 and <= 12 && v[4] is '4' or '5' or '6', Examples = ["020240000555", "971240001315"],
        },
        new("KZ:IIN", Person, "ИИН", "#{12}", "Министерство юстиции")
        {
            Check = TwoPass11([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2], secondTenIsZero: false),
            Parts = EasternRules.IinParts, Examples = ["850101300005"],
        },
        new("KG:INN", Both, "ИНН", "#{14}", "Государственная налоговая служба")
        {
            Also = "KG:TAX", Certainty = IdentifierCertainty.Inferred, Examples = ["01234567890123"],
        },
        new("TJ:TIN", Both, "Taxpayer identification number", "#{9}", "Tax Committee")
        {
            Also = "TJ:INN TJ:TAX", Certainty = IdentifierCertainty.Inferred, Examples = ["510013456"],
        },
        new("UZ:STIR", Company, "STIR / KTUT", "#{9}", "Davlat soliq qoʻmitasi")
        {
            Also = "UZ:INN UZ:KTUT UZ:TIN UZ:TAX", Certainty = IdentifierCertainty.Inferred, Examples = ["201053750"],
        },
        new("MN:REG", Company, "State registration number", "#{7}|#{10}", "General Authority for State Registration")
        {
            Also = "MN:TIN", Certainty = IdentifierCertainty.Inferred, Examples = ["2094533"],
        },
    ];
}
