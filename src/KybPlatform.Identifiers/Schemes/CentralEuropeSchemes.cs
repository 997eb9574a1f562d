using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Czechia, Slovakia, Hungary, Romania, Bulgaria, Moldova.</summary>
internal static class CentralEuropeSchemes
{
    private static readonly CheckRule Ico = Weighted([8, 7, 6, 5, 4, 3, 2], 11, "10987654321");

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("CZ:ICO", Company, "Identifikační číslo osoby (IČO)", "#{8}", "Český statistický úřad; ARES")
        {
            Also = "CZ:IC CZ:REG CZ:COMPANY", Prefixes = ["ICO", "IČO", "IC"], ZerosTo = 8, Check = Ico, Parts = static v => !Digits.AllZero(v),
            Derive = static v => v[0] != '9' ? [new("CZ:DIC", v, DerivedRelation.Likely)] : [], Examples = ["45274649", "00177041"],
        },
        new("CZ:DIC", Both, "Daňové identifikační číslo (DIČ)", "#{8,10}", "Finanční správa")
        {
            Also = "CZ:VAT CZ:TAX", Prefixes = ["CZ"], Check = Custom("by_holder_type", static v => v.Length == 8 ? Ico.Run(v) : CzechRules.IsSpecial(v) ? CzechRules.SpecialHolds(v) : CzechRules.BirthNumberHolds(v)),
            Sensitive = true, Display = ["CZ########"],
            Parts = static v => v.Length == 8 ? v[0] != '9' : CzechRules.IsSpecial(v) || CzechRules.Birth(v) is not null,
            Derive = static v => v.Length == 8 ? [new("CZ:ICO", v, DerivedRelation.Contained)] : [],
            Hint = static v => new IdentifierHints(v.Length == 8 ? Company : CzechRules.IsSpecial(v) ? null : Person),
            Examples = ["CZ45274649", "7103192745", "CZ699000761"],
        },
        new("CZ:RC", Person, "Rodné číslo", "#{9,10}", "Ministerstvo vnitra")
        {
            Also = "CZ:RODNE", Check = Custom("mod_11", CzechRules.BirthNumberHolds), Parts = static v => CzechRules.Birth(v) is not null, Display = ["######/####", "######/###"],
            Examples = ["710319/2745"],
        },
        new("SK:ICO", Company, "Identifikačné číslo organizácie (IČO)", "#{8}", "Štatistický úrad SR; RPO")
        {
            Also = "SK:REG SK:COMPANY SK:ORSR", Prefixes = ["ICO", "IČO"], ZerosTo = 8, Check = Ico, Parts = static v => !Digits.AllZero(v),
            Display = ["## ### ###"], Examples = ["31322832", "35763469"],
        },
        new("SK:VAT", Both, "Identifikačné číslo pre daň (IČ DPH)", "[1-9]#[2-47-9]#{7}", "Finančná správa SR")
        {
            Also = "SK:IC SK:ICDPH SK:DPH", Prefixes = ["SK"], Check = Custom("mod_11", static v => Digits.Mod(v, 11) == 0, true), Sensitive = true,
            Display = ["SK##########"],
            Derive = static v => [new("SK:DIC", v, DerivedRelation.Contained)], Examples = ["SK2020372640", "SK2020273893"],
        },
        new("SK:DIC", Both, "Daňové identifikačné číslo (DIČ)", "#{10}", "Finančná správa SR") { Also = "SK:TAX", Sensitive = true, Examples = ["2020372640"] },
        new("SK:RC", Person, "Rodné číslo", "#{9,10}", "Ministerstvo vnútra SR")
        {
            Also = "SK:RODNE", Check = Custom("mod_11", CzechRules.BirthNumberHolds), Parts = static v => CzechRules.Birth(v) is not null, Display = ["######/####", "######/###"],
            Examples = ["710319/2745"],
        },
        new("HU:ANUM", Company, "Adószám", "#{8}|#{8}[1-5]#{2}", "Nemzeti Adó- és Vámhivatal")
        {
            Also = "HU:ADOSZAM HU:VAT HU:TAX HU:TIN", Prefixes = ["HU"],
            Check = Custom("weighted_mod_10", static v => Digits.WeightedSum(v, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0, true),
            Display = ["########-#-##"], Derive = static v => v.Length > 8 ? [new("HU:ANUM", v[..8], DerivedRelation.Contained)] : [],
            Examples = ["10537914", "HU10625790", "10484878-2-44"],
        },
        new("HU:CJ", Company, "Cégjegyzékszám", "#{10}", "Cégbíróság")
        {
            Also = "HU:REG HU:COMPANY", Certainty = IdentifierCertainty.Inferred, Display = ["##-##-######"], Examples = ["01-10-041585"],
        },
        new("HU:TAXID", Person, "Adóazonosító jel", "8#{9}", "Nemzeti Adó- és Vámhivatal; 1996. évi XX. törvény")
        {
            Check = Weighted([1, 2, 3, 4, 5, 6, 7, 8, 9], 11, Remainder11), Examples = ["8071592153"],
        },
        new("RO:CUI", Company, "Cod unic de înregistrare / CIF", "[1-9]#{1,9}", "Oficiul Național al Registrului Comerțului; ANAF")
        {
            Also = "RO:CIF RO:CF RO:VAT RO:TAX", Prefixes = ["RO", "CUI", "CIF"], Check = Custom("weighted_mod_11", CuiHolds),
            Examples = ["RO1590082", "14399840"],
        },
        new("RO:ONRC", Company, "Număr de ordine în registrul comerțului", "[JFC]/#{1,2}/#{1,7}/[12]#{3}|[JFC]#{1,2}/#{1,7}/[12]#{3}|[JFC]#{13}", "Oficiul Național al Registrului Comerțului")
        {
            Also = "RO:TRADE RO:REG RO:COMPANY RO:VATRN RO:RECOM", Keep = "/", Reader = RomanianRules.Read, Parts = RomanianRules.Parts,
            Check = Custom("digit_sum_mod_10", RomanianRules.Holds, true), Examples = ["J1993004155124", "J1997008302407", "J40/372/2002", "J40/372/23.01.2002"],
        },
        new("RO:CNP", Person, "Cod numeric personal", "[1-9]#{12}", "Direcția Generală pentru Evidența Persoanelor")
        {
            Check = Weighted([2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], 11, "01234567891"), Examples = ["1630615123457"],
            Parts = static v => RomanianRules.IsBirth(v),
        },
        new("BG:EIK", Both, "ЕИК / БУЛСТАТ", "#{9,10}|#{13}", "Агенция по вписванията")
        {
            Also = "BG:VAT BG:UIC BG:BULSTAT BG:REG BG:COMPANY", Prefixes = ["BG", "ЕИК", "БУЛСТАТ"], Check = Custom("two_pass_mod_11", BulgarianRules.EikHolds),
            Sensitive = true,
            Derive = static v => v.Length == 13 ? [new("BG:EIK", v[..9], DerivedRelation.Contained)] : [],
            Hint = static v => new IdentifierHints(v.Length == 10 ? null : Company),
            Examples = ["121699202", "BG131468980"],
        },
        new("BG:EGN", Person, "ЕГН", "#{10}", "ГРАО")
        {
            Check = Custom("weighted_mod_11", static v => BulgarianRules.EgnHolds(v)), Parts = static v => BulgarianRules.EgnBirth(v) is not null,
            Hint = static v => new IdentifierHints(Person, BirthDate: BulgarianRules.EgnBirth(v)), Examples = ["7523169263"],
        },
        new("MD:IDNO", Company, "IDNO", "1#{12}", "Agenția Servicii Publice")
        {
            Also = "MD:REG MD:TAX MD:COMPANY", Check = WeightedTotal([7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, -1], 10), Examples = ["1008600038413"],
        },
        new("MD:IDNP", Person, "IDNP", "[02]#{12}", "Agenția Servicii Publice")
        {
            Check = WeightedTotal([7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, -1], 10), Examples = ["2000000000015"],
        },
    ];

    private static bool? CuiHolds(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<int> weights = [7, 5, 3, 2, 1, 7, 5, 3, 2];
        return v[^1] == Digits.Digit(Digits.WeightedSum(v, weights[^(v.Length - 1)..]) * 10 % 11 % 10);
    }
}
