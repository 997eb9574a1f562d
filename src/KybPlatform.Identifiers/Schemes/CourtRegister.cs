using System.Text;
using KybPlatform.Identifiers.Text;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>
/// Reads German register entries as written: type (HRA, HRB, GnR, GsR, PR, VR), number, sometimes a location letter, and the court before or after.
/// Numbers repeat from court to court, so a court that was given is kept.
/// </summary>
internal static class CourtRegister
{
    private const string Court = " [A-ZÀ-ÖØ-Þß ]{2,60}";
    private const string Commercial = "HR[AB]#{1,6}@{0,2}";
    private const string Cooperative = "G[NS]R#{1,6}";
    private const string Other = "[PV]R#{1,6}@{0,2}";

    /// <summary>Each kind of register, with or without the court.</summary>
    public const string Shape = Commercial + "|" + Cooperative + "|" + Other + "|" + Commercial + Court + "|" + Cooperative + Court + "|" + Other + Court;

    private static readonly string[] Types = ["HRA", "HRB", "GNR", "GSR", "PR", "VR"];
    private static readonly char[] Separators = [' ', '\t', '\r', '\n', '.', ',', ':', ';', '-', '/', '(', ')'];

    /// <summary>Null when no register type with a number can be found; the usual cleaning then applies and the format fails.</summary>
    public static string? Read(string raw)
    {
        var folded = new StringBuilder(raw.Length + 4);
        foreach (var given in raw)
            Append(folded, ValueCleaner.Fold(given));
        var words = folded.ToString().Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, word => Types.Contains(word, StringComparer.Ordinal));
        if (at < 0 || at + 1 >= words.Length || !words[at + 1].All(char.IsAsciiDigit))
            return null;
        var next = at + 2;
        var letter = next < words.Length && words[next].Length <= 2 && words[next].All(char.IsAsciiLetterUpper) && words[next] != "AG" ? words[next++] : "";
        var court = string.Join(' ', words[..at].Concat(words[next..]).Where(word => word is not ("AMTSGERICHT" or "AG" or "REGISTERGERICHT" or "NR")));
        return words[at] + words[at + 1] + letter + (court.Length > 0 ? " " + court : "");
    }

    public static IdentifierHints Hint(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        var type = value[..2] switch { "GN" => "cooperative", "VR" => "nonprofit", "PR" => "partnership", _ => null };
        return new IdentifierHints(BusinessType: type, Region: space < 0 ? null : value[(space + 1)..]);
    }

    /// <summary>A digit after a letter starts a new word, so that "HRB12345B" reads like "HRB 12345 B".</summary>
    private static void Append(StringBuilder words, char c)
    {
        if (words.Length > 0 && char.IsAsciiDigit(c) != char.IsAsciiDigit(words[^1]) && (char.IsLetter(c) || char.IsLetter(words[^1])))
            words.Append(' ');
        words.Append(c);
    }
}
