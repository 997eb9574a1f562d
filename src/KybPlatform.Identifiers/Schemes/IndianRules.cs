using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>What the letters of Indian numbers say. The check letter of the PAN is not public.</summary>
internal static class IndianRules
{
    /// <summary>The holder-type letter is the fourth; serial 0000 is not issued.</summary>
    public static bool PanParts(ReadOnlySpan<char> v) => "ABCFGHJLPT".Contains(v[3], StringComparison.Ordinal) && v[5..9] is not "0000";

    public static bool ReadsBackwards(ReadOnlySpan<char> v)
    {
        for (var i = 0; i < v.Length / 2; i++)
        {
            if (v[i] != v[^(i + 1)])
                return false;
        }

        return true;
    }

    public static IdentifierHints PanHint(string v) => v[3] switch
    {
        'P' => new IdentifierHints(IdentifierKind.Person),
        'H' => new IdentifierHints(IdentifierKind.Person),
        'C' => new IdentifierHints(IdentifierKind.Company),
        'F' => new IdentifierHints(IdentifierKind.Company),
        'T' => new IdentifierHints(IdentifierKind.Company, "trust"),
        'G' or 'L' => new IdentifierHints(IdentifierKind.Company, "government"),
        _ => new IdentifierHints(IdentifierKind.Company),
    };

    /// <summary>First letter: listed or not; letters 7-8 the state; 13-15 the class.</summary>
    public static IdentifierHints CinHint(string v) => new(
        IdentifierKind.Company,
        v.Substring(12, 3) switch
        {
            "PLC" or "FLC" => "public_company",
            "PTC" or "FTC" or "OPC" => "private_limited_company",
            "NPL" => "nonprofit",
            "GOI" or "SGC" => "government",
            _ => null,
        },
        Region: v.Substring(6, 2));
}
