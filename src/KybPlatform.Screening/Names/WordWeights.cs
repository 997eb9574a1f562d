using System.Collections.Frozen;
using System.Globalization;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Screening.Names;

/// <summary>
/// How much one word tells about who is meant, 1 being an ordinary word. The table names the exceptions: titles, particles, very common given
/// names, generic words of bodies. It is fixed data and not counted from the lists, so that a score never changes because a list grew.
/// </summary>
internal static class WordWeights
{
    /// <summary>An initial: it agrees with one name in about twenty.</summary>
    public const double Initial = 0.35;

    /// <summary>What an initial weighs at most, in any family: in the name of a body or craft it is a word of one letter.</summary>
    public const double HeaviestInitial = OneLetter;

    private const double OneLetter = 0.4;

    private static readonly FrozenDictionary<string, double> People = Load("person-weights.txt");
    private static readonly FrozenDictionary<string, double> Bodies = Load("corporate-weights.txt");

    public static IEnumerable<string> CorporateWords => Bodies.Keys;

    public static bool IsCorporateWord(string text) => Bodies.ContainsKey(text);

    public static double Of(string text, TokenKind kind, NameFamily family) => kind switch
    {
        TokenKind.Initial when family == NameFamily.Person => Initial,
        TokenKind.Suffix => 0.15,
        TokenKind.Number => family == NameFamily.Person ? 0.3 : 1,
        _ => Table(family)?.TryGetValue(text, out var weight) == true ? weight : ByShape(text, family),
    };

    private static double ByShape(string text, NameFamily family)
    {
        if (family == NameFamily.Person && IsPatronymic(text))
            return 0.5;
        return text.Length switch { 1 => OneLetter, 2 => 0.7, 3 => 0.9, _ => 1 };
    }

    // Russian, Ukrainian, Belarusian and Turkic forms of "son of", "daughter of": often left out, and shared by siblings.
    private static bool IsPatronymic(string text) => text.Length > 6
        && (text.EndsWith("ovich", StringComparison.Ordinal) || text.EndsWith("evich", StringComparison.Ordinal)
            || text.EndsWith("ovych", StringComparison.Ordinal) || text.EndsWith("iyovich", StringComparison.Ordinal)
            || text.EndsWith("ovna", StringComparison.Ordinal) || text.EndsWith("evna", StringComparison.Ordinal)
            || text.EndsWith("ivna", StringComparison.Ordinal) || text.EndsWith("avich", StringComparison.Ordinal)
            || text.EndsWith("owicz", StringComparison.Ordinal) || text.EndsWith("ogly", StringComparison.Ordinal)
            || text.EndsWith("oglu", StringComparison.Ordinal));

    private static FrozenDictionary<string, double>? Table(NameFamily family) => family switch
    {
        NameFamily.Person => People,
        NameFamily.Corporate => Bodies,
        NameFamily.Craft => null,
    };

    private static FrozenDictionary<string, double> Load(string table)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in DataTable.Lines(table))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in words.Skip(1))
                weights[word] = double.Parse(words[0], CultureInfo.InvariantCulture);
        }
        return weights.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
