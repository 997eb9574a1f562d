using System.Collections.Frozen;
using System.Collections.Immutable;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Addresses;

/// <summary>
/// An address taken apart: lists write it as they like, with the region and the postal code beside the town, the town in the line of the street, or all in
/// one line. Scripts, case and accents are evened out.
/// </summary>
internal sealed class AddressWords
{
    private const int ShortestTelling = 3;

    private static readonly FrozenSet<string> Common =
        DataTable.Lines("street-words.txt").SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Boxes = FrozenSet.ToFrozenSet(["box", "pobox", "postfach", "apartado", "bp", "casilla"], StringComparer.Ordinal);
    private static readonly string[] StreetEndings = ["strasse", "straat", "str"];
    private static readonly char[] Separators = [',', ';', '\n', '/', '(', ')', '،', '，', '、'];

    private AddressWords(string? street, string? city, string? postalCode, string? country)
    {
        Country = country?.ToUpperInvariant();
        Towns = Segments(city);
        var words = street is null ? [] : Words.Of(Bounded(street), NameFamily.Craft);
        InStreet = Segments(street);
        // House numbers, and what is more than "street" and "building".
        Numbers = [.. words.Where(w => w.Text.Any(char.IsAsciiDigit)).Select(w => w.Text)];
        Telling = [.. words.Where(w => !w.Text.Any(char.IsAsciiDigit)).Select(Bare).Where(IsTelling)
            .Select(w => NameToken.Of(w.Text, w.Native, w.Script, TokenKind.Word, 1, NameFamily.Craft))];
        HasBox = words.Exists(w => Boxes.Contains(w.Text));
        PostalCode = PostalCodes.Of(postalCode);
        Codes = PostalCodes.Among(city ?? street);
    }

    public string? Country { get; }

    /// <summary>What stands where the town does: the town, perhaps with its region.</summary>
    public ImmutableArray<PreparedName> Towns { get; }

    /// <summary>The parts of the line of the street, in which the town may stand too.</summary>
    public ImmutableArray<PreparedName> InStreet { get; }

    /// <summary>Null where it is not told apart from the town.</summary>
    public string? PostalCode { get; }

    /// <summary>What may be a postal code.</summary>
    public FrozenSet<string> Codes { get; }

    public ImmutableArray<string> Numbers { get; }
    public ImmutableArray<NameToken> Telling { get; }
    public bool HasBox { get; }

    public static AddressWords Of(GivenAddress address) => new(address.Street, address.City, address.PostalCode, address.Country);

    public static AddressWords Of(ListAddress address) => new(address.Street, address.City, null, address.Country);

    private static ImmutableArray<PreparedName> Segments(string? text) => text is null ? [] :
    [
        .. Bounded(text).Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(s => NamePreparation.Prepare(s, NameFamily.Craft))
            .Select(n => PreparedName.Of(n.Family, [.. n.Tokens.Where(t => t.Kind != TokenKind.Number)], null))
            .Where(n => n.Tokens.Length > 0),
    ];

    private static bool IsTelling(Word word) => (word.Text.Length >= ShortestTelling || word.Script == Script.Han) && !Common.Contains(word.Text);

    // "Musterstrasse" and "Musterstr.".
    private static Word Bare(Word word)
    {
        foreach (var ending in StreetEndings)
        {
            if (word.Text.Length >= ending.Length + ShortestTelling && word.Text.EndsWith(ending, StringComparison.Ordinal))
                return word with { Text = word.Text[..^ending.Length], Native = null };
        }
        return word;
    }

    private static string Bounded(string text) => text.Length > NamePreparation.MaxLength ? text[..NamePreparation.MaxLength] : text;
}
