using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Central America and the Caribbean.</summary>
internal static class CentralAmericaSchemes
{
    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("CR:CPJ", Company, "Cédula jurídica", "[2-5]#{9}", "Registro Nacional")
        {
            Also = "CR:CEDULA CR:RPJ CR:TAX", Display = ["#-###-######"], Examples = ["3-101-999999", "4-000-042138"],
        },
        new("CR:CPF", Person, "Cédula de persona física", "[1-9]#{8}|0[1-9]#{8}", "Tribunal Supremo de Elecciones")
        {
            Display = ["#-####-####"], Examples = ["1-0913-0259"],
        },
        new("DO:RNC", Company, "Registro Nacional del Contribuyente", "#{9}", "Dirección General de Impuestos Internos")
        {
            Also = "DO:TAX", Check = Weighted([7, 9, 8, 6, 5, 4, 3, 2], 11, "21987654321"), Display = ["#-##-#####-#"],
            Examples = ["1-01-01063-2", "101001577"],
        },
        new("DO:CEDULA", Person, "Cédula de identidad y electoral", "#{11}", "Junta Central Electoral")
        {
            // Some numbers in force were issued with a wrong digit, so a failed check proves nothing.
            Check = Custom("luhn", static v => Algorithms.LuhnSum(v) % 10 == 0 ? true : null), Display = ["###-#######-#"], Examples = ["001-1391820-5"],
        },
        new("GT:NIT", Both, "Número de Identificación Tributaria", "#{1,11}[0-9K]", "Superintendencia de Administración Tributaria")
        {
            Also = "GT:TAX", Check = FromRight([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 11, Complement11TenIsK), Display = ["#######-#", "########-#"],
            Examples = ["576937-K"],
        },
        new("HN:RTN", Both, "Registro Tributario Nacional", "#{14}", "Servicio de Administración de Rentas")
        {
            Also = "HN:TAX", Certainty = IdentifierCertainty.Inferred, Examples = ["08019995292594"],
        },
        new("JM:TRN", Both, "Taxpayer Registration Number", "#{9}", "Tax Administration Jamaica")
        {
            Certainty = IdentifierCertainty.Inferred, Examples = ["001234567"],
        },
        new("PA:RUC", Both, "Registro Único de Contribuyentes", "*{5,25}", "Dirección General de Ingresos")
        {
            Also = "PA:TAX", Certainty = IdentifierCertainty.Inferred, Prefixes = ["RUC"], Examples = ["155596713-2-2015"],
        },
        new("SV:NIT", Both, "Número de Identificación Tributaria", "[019]#{13}", "Ministerio de Hacienda")
        {
            Also = "SV:TAX", Check = Custom("weighted_mod_11", static v => v[13] == NitDigit(v)), Display = ["####-######-###-#"],
            Examples = ["0614-050707-104-8"],
        },
        new("SV:DUI", Person, "Documento Único de Identidad", "#{9}", "Registro Nacional de las Personas Naturales")
        {
            Check = Weighted([9, 8, 7, 6, 5, 4, 3, 2], 10, Complement10), Parts = static v => !Digits.AllZero(v), Display = ["########-#"], Examples = ["00016297-5"],
        },
        new("TT:BIR", Both, "Board of Inland Revenue file number", "#{9,10}", "Board of Inland Revenue")
        {
            Certainty = IdentifierCertainty.Inferred, Examples = ["123456789"],
        },
    ];

    /// <summary>Two variants: serials up to 100 keep the older weights.</summary>
    private static char NitDigit(ReadOnlySpan<char> v) => Digits.Number(v[10..13]) <= 100
        ? Remainder11TenIsZero[Digits.WeightedSum(v, [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11]
        : Complement11TenIsZero[Digits.WeightedSum(v, [2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11];
}
