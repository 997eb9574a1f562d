using System.Text.RegularExpressions;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>Reads the numbered items of OFAC remarks: label, value, and the issuing country in brackets.</summary>
internal static partial class OfacNumbers
{
    private static readonly (string Label, string Kind)[] Labels =
    [
        ("Passport ", "passport"), ("Diplomatic Passport ", "passport"), ("Stateless Person Passport ", "passport"),
        ("National ID No. ", "national_id"), ("Identification Number IMO ", "imo"), ("Company Number IMO ", "imo"),
        ("Vessel Registration Identification IMO ", "imo"), ("Identification Number ", "national_id"), ("Cedula No. ", "national_id"),
        ("C.U.R.P. ", "national_id"), ("CURP ", "national_id"), ("D.N.I. ", "national_id"), ("Personal ID Card ", "national_id"),
        ("Citizen's Card Number ", "national_id"), ("Residency Number ", "national_id"), ("Driver's License No. ", "driving_licence"),
        ("SSN ", "national_id"), ("Electoral Registry No. ", "national_id"), ("Birth Certificate Number ", "national_id"),
        ("Tax ID No. ", "tax_id"), ("NIT # ", "tax_id"), ("NIT ", "tax_id"), ("R.F.C. ", "tax_id"), ("RFC ", "tax_id"), ("RUC # ", "tax_id"),
        ("RIF # ", "tax_id"), ("RTN ", "tax_id"), ("C.U.I.T. ", "tax_id"), ("C.U.I. ", "tax_id"), ("V.A.T. Number ", "tax_id"),
        ("Registration Number ", "registration"), ("Registration ID ", "registration"), ("Company Number ", "registration"),
        ("Commercial Registry Number ", "registration"), ("Business Registration Number ", "registration"), ("C.R. No. ", "registration"),
        ("Business Registration Document # ", "registration"), ("Trade License No. ", "registration"), ("Enterprise Number ", "registration"),
        ("Folio Mercantil No. ", "registration"), ("Matricula Mercantil No ", "registration"), ("Chamber of Commerce Number ", "registration"),
        ("Government Gazette Number ", "registration"), ("Business Number ", "registration"), ("Unified Social Credit Code (USCC) ", "registration"),
        ("Public Registration Number ", "registration"), ("Certificate of Incorporation Number ", "registration"), ("License ", "registration"),
        ("UK Company Number ", "registration"), ("Registered Charity No. ", "registration"), ("Travel Document Number ", "passport"),
        ("National Foreign ID Number ", "national_id"), ("Credencial electoral ", "national_id"), ("Italian Fiscal Code ", "tax_id"), ("US FEIN ", "tax_id"),
        ("Legal Entity Number ", "lei"), ("SWIFT/BIC ", "swift"), ("D-U-N-S Number ", "duns"), ("MMSI ", "mmsi"), ("Vessel Call Sign ", "call_sign"),
        ("Aircraft Manufacturer's Serial Number (MSN) ", "serial"), ("Aircraft Tail Number ", "tail_number"),
        ("Email Address ", "email"), ("Website ", "website"), ("Phone Number ", "phone"),
        ("Digital Currency Address - ", "crypto"), ("ISIN ", "isin"), ("BIK (RU) ", "bank_code"), ("UN/LOCODE ", "other"),
    ];

    /// <summary>Null when the item is no number known to us.</summary>
    public static ListIdentifier? Read(string item)
    {
        foreach (var (label, kind) in Labels)
        {
            if (item.StartsWith(label, StringComparison.Ordinal))
                return Value(kind, item[label.Length..]);
        }
        return null;
    }

    private static ListIdentifier? Value(string kind, string text)
    {
        // "XBT 1abc…": the currency is not part of the address.
        if (kind == "crypto" && text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank)
            text = text[(blank + 1)..];
        var country = Country().Match(text);
        var value = country.Success ? text[..country.Index] : Expiry().Replace(text, "");
        value = value.Trim();
        return value.Length == 0 ? null : new ListIdentifier(kind, value, country.Success ? CountryNames.ToCode(country.Groups[1].Value) : null);
    }

    [GeneratedRegex(@" \(([^)]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Country();

    [GeneratedRegex(@" (?:issued|expires) .*$", RegexOptions.CultureInvariant)]
    private static partial Regex Expiry();
}
