using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Italy, San Marino, Spain, Andorra, Portugal, Malta, Greece, Cyprus.</summary>
internal static class SouthernEuropeSchemes
{
    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("IT:IVA", Company, "Partita IVA", "#{11}", "Agenzia delle Entrate")
        {
            Also = "IT:PARTITA IT:VAT IT:PIVA", Prefixes = ["IT", "PIVA", "IVA"], Check = Luhn(), Parts = ItalianRules.VatParts, Display = ["IT###########"],
            Examples = ["IT00905811006", "00159560366"],
        },
        new("IT:CF", Both, "Codice fiscale", "#{11}|@{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}@[0-9LMNPQRSTUV]{3}@", "Agenzia delle Entrate; D.M. 23/12/1976")
        {
            Also = "IT:CODICE IT:CODICEFISCALE IT:TIN", Check = Custom("luhn_or_mod_26", ItalianRules.FiscalCodeHolds), Parts = ItalianRules.FiscalCodeParts,
            Sensitive = true,
            Hint = static v => new IdentifierHints(v.Length == 11 ? Company : Person),
            Derive = static v => v.Length == 11 ? [new("IT:IVA", v, DerivedRelation.Likely)] : [],
            Examples = ["RSSMRA85T10A562S", "01940680745"],
        },
        new("IT:REA", Company, "Repertorio economico amministrativo", "@{2}#{1,7}", "Camere di commercio")
        {
            Certainty = IdentifierCertainty.Inferred, Examples = ["MI-1234567"],
        },
        new("SM:COE", Company, "Codice operatore economico", "#{1,5}", "Ufficio Attività Economiche")
        {
            Also = "SM:REG SM:VAT", Prefixes = ["SM", "COE"], Examples = ["51", "24165"],
        },
        new("ES:NIF", Both, "Número de identificación fiscal (CIF, DNI, NIE)", "[A-HJNP-SUVW]#{7}[0-9A-J]|#{8}@|[KLMXYZ]#{7}@", "Agencia Tributaria; RD 1065/2007")
        {
            Also = "ES:CIF ES:VAT ES:TAX ES:TIN", Prefixes = ["ES"], Check = Custom("luhn_or_mod_23", SpanishRules.Holds), Sensitive = true,
            Hint = SpanishRules.Hint,
            Derive = SpanishRules.Derive, Examples = ["A28015865", "ESA15075062", "P2807900B"],
        },
        new("ES:DNI", Person, "Documento nacional de identidad", "#{8}@", "Dirección General de la Policía")
        {
            Check = Custom("mod_23", SpanishRules.Holds, true), Display = ["########-#"], ZerosTo = 9, Examples = ["12345678-Z"],
        },
        new("ES:NIE", Person, "Número de identidad de extranjero", "[XYZ]#{7}@", "Dirección General de la Policía")
        {
            Check = Custom("mod_23", SpanishRules.Holds, true), Display = ["#-#######-#"], Examples = ["X1234567L"],
        },
        new("AD:NRT", Both, "Número de registre tributari", "[ACDEFGLOPU]#{6}@", "Departament de Tributs i de Fronteres")
        {
            Also = "AD:REG AD:TAX", Hint = static v => new IdentifierHints(v[0] is 'F' or 'E' ? Person : v[0] is 'A' or 'L' ? Company : null),
            Parts = static v => v[0] switch { 'F' => v[1] <= '6', 'A' or 'L' => v[1] == '7', _ => true },
            Display = ["#-######-#"], Examples = ["U-132950-X", "L-709604-E"],
        },
        new("PT:NIF", Both, "Número de identificação fiscal / de pessoa coletiva", "[1-9]#{8}", "Autoridade Tributária; Registo Nacional de Pessoas Coletivas")
        {
            Also = "PT:NIPC PT:VAT PT:TAX PT:TIN", Prefixes = ["PT", "NIF", "NIPC"], Check = Weighted([9, 8, 7, 6, 5, 4, 3, 2], 11, Complement11TenIsZero),
            Display = ["### ### ###"],
            Hint = static v => new IdentifierHints(v[0] is '1' or '2' or '3' || v.StartsWith("45", StringComparison.Ordinal) ? Person : v[0] is '5' or '6' ? Company : null, v[0] == '6' ? "government" : null),
            Examples = ["500697256", "PT504499777", "123456789"],
        },
        new("MT:VAT", Company, "VAT number", "[1-9]#{7}", "Malta Tax and Customs Administration")
        {
            Prefixes = ["MT"], Check = WeightedTotal([3, 4, 6, 7, 8, 9, 10, 1], 37), Display = ["MT########"], Examples = ["MT 1167-9112"],
        },
        new("MT:ROC", Company, "Company registration number", "[A-Z]{1,2}#{1,6}", "Malta Business Registry")
        {
            Also = "MT:REG MT:COMPANY MT:MBR", Certainty = IdentifierCertainty.Inferred, Examples = ["C 37386"],
        },
        new("GR:AFM", Both, "Αριθμός φορολογικού μητρώου (ΑΦΜ)", "#{9}", "Ανεξάρτητη Αρχή Δημοσίων Εσόδων")
        {
            Also = "GR:VAT GR:TIN GR:TAX EL:VAT EL:AFM", Prefixes = ["EL", "GR", "ΑΦΜ", "AFM"], ZerosTo = 9, Parts = static v => !Digits.AllZero(v),
            Display = ["EL#########"],
            Check = Custom("powers_of_two_mod_11", static v => Digits.WeightedSum(v, [256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == Digits.Value(v[8])),
            Examples = ["EL094019245", "094014201"],
        },
        new("GR:GEMI", Company, "General Commercial Registry number (ΓΕΜΗ)", "#{12}", "Union of Hellenic Chambers of Commerce")
        {
            Also = "GR:REG GR:COMPANY", Certainty = IdentifierCertainty.Inferred, ZerosTo = 12, Examples = ["001037501000"],
        },
        new("GR:AMKA", Person, "Αριθμός μητρώου κοινωνικής ασφάλισης", "#{11}", "ΗΔΙΚΑ")
        {
            Check = Luhn(), Parts = static v => CalendarParts.IsDateOfSomeCentury(Digits.Number(v[4..6]), Digits.Number(v[2..4]), Digits.Number(v[..2])),
            Examples = ["01013099997"],
        },
        new("CY:VAT", Both, "VAT number", "#{8}@", "Tax Department")
        {
            Also = "CY:TIN CY:TIC", Prefixes = ["CY"], Check = Custom("substituted_mod_26", static v => v[8] == CyprusLetter(v), true),
            Parts = static v => v[..2] is not "12", Display = ["CY#########"],
            Examples = ["CY-10259033P"],
        },
        new("CY:HE", Company, "Registration number", "@{1,2}#{1,6}", "Department of Registrar of Companies")
        {
            Also = "CY:REG CY:COMPANY CY:DRCOR", Certainty = IdentifierCertainty.Inferred, Examples = ["HE 123456"],
        },
    ];

    private static char CyprusLetter(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<byte> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
        var sum = 0;
        for (var i = 0; i < 8; i++)
            sum += (i & 1) == 0 ? odd[Digits.Value(v[i])] : Digits.Value(v[i]);
        return (char)('A' + (sum % 26));
    }
}
