using System.Collections.Frozen;
using KybPlatform.Identifiers.CheckDigits;
using KybPlatform.Identifiers.Text;

namespace KybPlatform.Identifiers.Banking;

/// <summary>
/// International bank account numbers (ISO 13616): length and national structure by country, then ISO 7064 MOD 97-10.
/// A country outside the table has an unknown structure; its format then counts as wrong, because no bank there issues IBANs.
/// </summary>
public static class Iban
{
    private static readonly FrozenDictionary<string, Mask> Structures = ReadTable(
        "AD #{8}*{12};AE #{19};AL #{8}*{16};AT #{16};AZ @{4}*{20};BA #{16};BE #{12};BG @{4}#{6}*{8};BH @{4}*{14};BI #{23};BR #{23}@*;BY *{4}#{4}*{16};"
        + "CH #{5}*{12};CR #{18};CY #{8}*{16};CZ #{20};DE #{18};DJ #{23};DK #{14};DO *{4}#{20};EE #{16};EG #{25};ES #{20};FI #{14};FK @{2}#{12};FO #{14};"
        + "FR #{10}*{11}#{2};GB @{4}#{14};GE @{2}#{16};GI @{4}*{15};GL #{14};GR #{7}*{16};GT *{24};HN @{4}#{20};HR #{17};HU #{24};IE @{4}#{14};IL #{19};"
        + "IQ @{4}#{15};IS #{22};IT @#{10}*{12};JO @{4}#{4}*{18};KW @{4}*{22};KZ #{3}*{13};LB #{4}*{20};LC @{4}*{24};LI #{5}*{12};LT #{16};LU #{3}*{13};"
        + "LV @{4}*{13};LY #{21};MC #{10}*{11}#{2};MD *{20};ME #{18};MK #{3}*{10}#{2};MN #{16};MR #{23};MT @{4}#{5}*{18};MU @{4}#{19}@{3};NI @{4}#{20};"
        + "NL @{4}#{10};NO #{11};OM #{3}*{16};PK @{4}*{16};PL #{24};PS @{4}*{21};PT #{21};QA @{4}*{21};RO @{4}*{16};RS #{18};RU #{14}*{15};SA #{2}*{18};"
        + "SC @{4}#{20}@{3};SD #{14};SE #{20};SI #{15};SK #{20};SM @#{10}*{12};SO #{19};ST #{21};SV @{4}#{20};TL #{19};TN #{20};TR #{6}*{16};UA #{6}*{19};"
        + "VA #{18};VG @{4}#{16};XK #{16};YE @{4}#{4}*{18}");

    private static readonly FrozenDictionary<string, Mask>.AlternateLookup<ReadOnlySpan<char>> ByCountry = Structures.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Countries with a known structure, in order.</summary>
    public static IReadOnlyList<string> Countries { get; } = [.. Structures.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads an IBAN as written, with or without spaces. Country is the value's own.</summary>
    public static IdentifierResult Parse(string? value) => IdentifierValidator.Validate("XX:IBAN", value);

    internal static bool ShapeHolds(ReadOnlySpan<char> value) =>
        ByCountry.TryGetValue(value[..2], out var structure) && structure.Matches(value[4..]);

    internal static bool ChecksumHolds(ReadOnlySpan<char> value) =>
        value[2..4] is not ("00" or "01" or "99") && Digits.Mod(value[..4], 97, Digits.Mod(value[4..], 97)) == 1;

    private static FrozenDictionary<string, Mask> ReadTable(string table) =>
        table.Split(';').ToFrozenDictionary(row => row[..2], row => Mask.Parse(row[3..]), StringComparer.Ordinal);
}
