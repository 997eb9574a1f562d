using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>South America.</summary>
internal static class SouthAmericaSchemes
{
    private static readonly int[] Tax11Weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("BR:CNPJ", Company, "Cadastro Nacional da Pessoa Jurídica", "*{12}#{2}", "Receita Federal; Instrução Normativa RFB 2.229/2024 (letters)")
        {
            Also = "BR:TAX", Check = Custom("two_weighted_mod_11", BrazilRules.CnpjHolds), Parts = static v => !Digits.AllZero(v),
            Display = ["##.###.###/####-##"], Derive = static v => [new("BR:CNPJ_ROOT", v[..8], DerivedRelation.Contained)],
            Examples = ["33.000.167/0001-01", "19131243000197", "00000000000191"],
        },
        new("BR:CNPJ_ROOT", Company, "CNPJ root (the company without its branch)", "*{8}", "Receita Federal")
        {
            Also = "BR:ROOT", Display = ["##.###.###"], Examples = ["33000167"],
        },
        new("BR:CPF", Person, "Cadastro de Pessoas Físicas", "#{11}", "Receita Federal")
        {
            Check = Custom("two_weighted_mod_11", BrazilRules.CpfHolds), Parts = static v => !Digits.AllSame(v), Display = ["###.###.###-##"],
            Examples = ["111.444.777-35"],
        },
        new("AR:CUIT", Both, "Clave Única de Identificación Tributaria", "20#{9}|2[34567]#{9}|3[034]#{9}|5[015]#{9}", "Agencia de Recaudación y Control Aduanero")
        {
            Also = "AR:CUIL AR:TAX AR:TIN", Check = Weighted(Tax11Weights, 11, "09987654321"), Display = ["##-########-#"],
            Hint = static v => new IdentifierHints(v[0] == '2' ? Person : v[0] == '3' ? Company : null), Examples = ["30-54668997-9", "30500010912"],
        },
        new("AR:DNI", Person, "Documento Nacional de Identidad", "#{7,8}", "Registro Nacional de las Personas") { Examples = ["20123456"] },
        new("BO:NIT", Both, "Número de Identificación Tributaria", "#{7,12}", "Servicio de Impuestos Nacionales")
        {
            Also = "BO:TAX", Certainty = IdentifierCertainty.Inferred, Examples = ["1020255020"],
        },
        new("CL:RUT", Both, "Rol Único Tributario", "#{7,8}[0-9K]", "Servicio de Impuestos Internos; Servicio de Registro Civil")
        {
            Also = "CL:RUN CL:TAX CL:ROL", Check = FromRight([2, 3, 4, 5, 6, 7], 11, Complement11TenIsK), Display = ["##.###.###-#", "#.###.###-#"],
            Hint = static v => new IdentifierHints(Digits.Number(v.AsSpan()[..^1]) >= 50_000_000 ? Company : Person),
            Examples = ["61.704.000-K", "97004000-5", "12.531.909-2"],
        },
        new("CO:NIT", Both, "Número de Identificación Tributaria", "#{8,16}", "Dirección de Impuestos y Aduanas Nacionales")
        {
            Also = "CO:TAX CO:TIN", Check = FromRight([3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71], 11, "01987654321"),
            Display = ["###.###.###-#"], Examples = ["899.999.068-1", "890903938-8"],
        },
        new("EC:RUC", Both, "Registro Único de Contribuyentes", "#{13}", "Servicio de Rentas Internas")
        {
            Also = "EC:TAX", Check = Custom("by_holder_type", EcuadorRules.RucHolds), Parts = EcuadorRules.RucParts,
            Derive = static v => v[2] < '6' ? [new("EC:CI", v[..10], DerivedRelation.Contained)] : [],
            Hint = static v => EcuadorRules.RucHint(v), Examples = ["1790016919001", "1760013210001"],
        },
        new("EC:CI", Person, "Cédula de identidad", "#{10}", "Dirección General de Registro Civil")
        {
            Also = "EC:CEDULA", Check = Luhn(), Parts = static v => EcuadorRules.Province(v) && v[2] <= '6', Examples = ["1714307103"],
        },
        new("GY:TIN", Both, "Taxpayer Identification Number", "#{9}", "Guyana Revenue Authority")
        {
            Certainty = IdentifierCertainty.Inferred, Examples = ["123456789"],
        },
        new("PE:RUC", Both, "Registro Único de Contribuyentes", "10#{9}|15#{9}|16#{9}|17#{9}|20#{9}", "SUNAT")
        {
            Also = "PE:TAX", Check = Weighted(Tax11Weights, 11, "10987654321"),
            Hint = static v => new IdentifierHints(v[0] == '2' ? Company : v.StartsWith("10", StringComparison.Ordinal) ? Person : null),
            Derive = static v => v.StartsWith("10", StringComparison.Ordinal) ? [new("PE:DNI", v.Substring(2, 8), DerivedRelation.Contained)] : [],
            Examples = ["20100017491", "20501577252"],
        },
        new("PE:DNI", Person, "Documento Nacional de Identidad", "#{8}|#{8}[0-9A-K]", "RENIEC")
        {
            Also = "PE:CUI", Display = ["########", "########-#"], Check = Custom("weighted_mod_11", static v => DniHolds(v)), Examples = ["10117410-2", "10117410-G", "12345678"],
        },
        new("PY:RUC", Both, "Registro Único de Contribuyentes", "#{5,9}", "Dirección Nacional de Ingresos Tributarios")
        {
            Also = "PY:TAX", Check = FromRight([2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 11, Complement11TenIsZero),
            Hint = static v => new IdentifierHints(v.Length == 9 && v[0] == '8' ? Company : null), Examples = ["80002201-7"],
        },
        new("UY:RUT", Company, "Registro Único Tributario", "#{12}", "Dirección General Impositiva")
        {
            Also = "UY:RUC UY:TAX", Check = Weighted([4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], 11, Complement11), Display = ["## ###### ####"],
            Parts = static v => Digits.Number(v[..2]) is >= 1 and <= 22 && !Digits.AllZero(v[2..8]) && v[8..11] is "001",
            Examples = ["211003420017", "215395030014"],
        },
        new("UY:CI", Person, "Cédula de identidad", "#{7,8}", "Dirección Nacional de Identificación Civil")
        {
            Also = "UY:CEDULA", Check = Custom("weighted_mod_10", static v => UruguayIdHolds(v)), Display = ["#.###.###-#"], Examples = ["1.234.567-2"],
        },
        new("VE:RIF", Both, "Registro de Información Fiscal", "[VEJPG]#{9}", "SENIAT")
        {
            Also = "VE:TAX", ZerosTo = 10, Check = Custom("weighted_mod_11", static v => v[9] == RifDigit(v)), Display = ["#-########-#"],
            Hint = static v => new IdentifierHints(v[0] is 'J' or 'G' ? Company : Person, v[0] == 'G' ? "government" : null),
            Examples = ["J-00095036-9", "J-07013380-5"],
        },
    ];

    private static char RifDigit(ReadOnlySpan<char> v) =>
        "00987654321"[(((("VEJPG".IndexOf(v[0], StringComparison.Ordinal) + 1) * 4) + Digits.WeightedSum(v[1..], [3, 2, 7, 6, 5, 4, 3, 2])) % 11)];

    /// <summary>The card prints a check digit or the letter that stands for it; many leave it out.</summary>
    private static bool? DniHolds(ReadOnlySpan<char> v)
    {
        if (v.Length == 8)
            return null;
        var rest = Digits.WeightedSum(v, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return v[8] == "65432110987"[rest] || v[8] == "KJIHGFEDCBA"[rest];
    }

    /// <summary>Older cards have one digit less; the weights stand at the right.</summary>
    private static bool UruguayIdHolds(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<int> weights = [2, 9, 8, 7, 6, 3, 4];
        return (Digits.WeightedSum(v, weights[^(v.Length - 1)..]) + Digits.Value(v[^1])) % 10 == 0;
    }
}
