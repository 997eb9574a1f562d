using System.Collections.Frozen;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>
/// Which numbers a register issues, by its code in GLEIF's list of registration authorities. Only codes that were seen together with such numbers; of any other
/// register an entity is still found by its LEI.
/// </summary>
internal static class RegistrationAuthorities
{
    private static readonly FrozenDictionary<string, string> Schemes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["RA000013"] = "AU:ABN",
        ["RA000014"] = "AU:ACN",
        ["RA000017"] = "AT:FN",
        ["RA000059"] = "BR:CNPJ",
        ["RA000092"] = "CN:USCC",
        ["RA000188"] = "FI:YTUNNUS",
        ["RA000394"] = "IN:CIN",
        ["RA000402"] = "IE:CRO",
        ["RA000432"] = "LU:RCS",
        ["RA000443"] = "MT:ROC",
        ["RA000449"] = "MX:RFC",
        ["RA000463"] = "NL:KVK",
        ["RA000484"] = "PL:KRS",
        ["RA000523"] = "SG:UEN",
        ["RA000544"] = "SE:ORGNR",
        ["RA000585"] = "GB:CRN",
        ["RA000586"] = "GB:CRN",
        ["RA000587"] = "GB:CRN",
        ["RA000598"] = "US-CA:FILE",
        ["RA000602"] = "US-DE:FILE",
        ["RA000641"] = "US-WA:UBI",
        ["RA000645"] = "UY:RUT",
        ["RA000689"] = "PE:RUC",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> All => Schemes.Values.Distinct(StringComparer.Ordinal);

    /// <summary>Null for a register that is not mapped.</summary>
    public static string? SchemeOf(string? code) => code is null ? null : Schemes.GetValueOrDefault(code);
}
